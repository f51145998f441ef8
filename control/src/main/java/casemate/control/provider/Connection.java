package casemate.control.provider;

import casemate.base.CustomerId;
import casemate.base.UserId;
import java.time.Instant;
import java.util.Optional;

/// A customer's connection to its own identity provider.
///
/// @param name what people see on the way there
/// @param issuer the provider's own name: issuer or entityID
/// @param speech what is needed to speak with it
/// @param groupsName the claim or attribute that lists a person's groups
/// @param enforced whether the customer's people get in by no other way
/// @param wayAround who gets in by a password all the same, when the provider is down
/// @param testedAt when an administrator came in through it; empty when never since its last change
public record Connection(
        String id,
        CustomerId customer,
        String name,
        String issuer,
        Speech speech,
        String groupsName,
        State state,
        boolean enforced,
        Optional<UserId> wayAround,
        Optional<Instant> testedAt) {
    /// How one speaks with a provider.
    public sealed interface Speech {
        /// OpenID Connect; the secret is read apart.
        record OpenId(String clientId) implements Speech {}

        /// SAML 2.0.
        record Saml(String metadata) implements Speech {}
    }

    /// Where a connection stands.
    public enum State {
        /// Filled in, never come through.
        DRAFT,
        /// An administrator came through; can be switched on.
        TESTED,
        ON,
        OFF;

        /// Its name in the database, and the end of its words.
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public boolean saml() {
        return speech instanceof Speech.Saml;
    }

    public boolean on() {
        return state == State.ON;
    }

    /// Whether it has proved to work and can be switched on.
    public boolean ready() {
        return state == State.TESTED || (state == State.OFF && testedAt.isPresent());
    }
}
