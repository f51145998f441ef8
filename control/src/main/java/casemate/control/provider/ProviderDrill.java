package casemate.control.provider;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.provider.CanaryProvider.User;
import casemate.control.signin.Opened;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// ACC-3: a canary customer has a provider of its own on the loopback address. Its user comes in, is disabled
/// there, and then tries every way in that is left: the session from before, a token, the provider, the old
/// answer again, a password.
final class ProviderDrill implements Drill<ProviderTarget> {
    static final PromiseId PROMISE = new PromiseId("ACC-3");
    private static final DrillCard CARD = new DrillCard(
            PROMISE, "own-provider", new Cadence(Duration.ofHours(1), Duration.ofHours(6)), ProofKind.INSIDE_PROBE);

    /// Under these addresses nobody but this drill signs up (RFC 2606).
    private static final String CANARIES = "%@%.provider-drill.invalid";

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;

    private final Supplier<ProviderTarget> real;
    private final Supplier<ProviderTarget> twin;
    private final SecureRandom chance;
    private final Clock clock;

    ProviderDrill(Supplier<ProviderTarget> real, Supplier<ProviderTarget> twin, SecureRandom chance, Clock clock) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public ProviderTarget real() {
        return real.get();
    }

    @Override
    public ProviderTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(ProviderTarget target) {
        target.sweep(CANARIES);
        try (CanaryProvider provider = CanaryProvider.start(clock)) {
            return attempt(target, provider);
        } finally {
            target.sweep(CANARIES);
        }
    }

    private Finding attempt(ProviderTarget target, CanaryProvider provider) {
        String domain = random(NAME_BYTES) + CANARIES.substring("%@%".length());
        Connection connection = target.house(provider, domain, Secret.of(random(PASSWORD_BYTES)));
        User ann = new User("ann", "ann@" + domain, List.of());
        User bob = new User("bob", "bob@" + domain, List.of());
        Going first = target.begin(connection);
        Map<String, String> answer = provider.visit(first.address(), ann);
        Optional<Opened> before = target.bring(connection, first, answer);
        if (before.filter(target::lives).isEmpty()) {
            return new Finding.Unproved("The canary's user was not signed in before, so a refusal proves nothing.");
        }
        Secret token = target.token(before.get());
        if (!target.opens(token)) {
            return new Finding.Unproved("The canary's token opened nothing before, so a refusal proves nothing.");
        }
        provider.disable(ann);
        target.tell(connection, provider.logoutToken(ann));
        Going again = target.begin(connection);
        boolean session = before.filter(target::lives).isPresent();
        boolean byToken = target.opens(token);
        boolean anew = target.bring(connection, again, provider.visit(again.address(), ann))
                .isPresent();
        boolean replayed = target.bring(connection, first, answer).isPresent();
        boolean password = target.passwordEnough(ann.email());
        Going other = target.begin(connection);
        boolean honest = target.bring(connection, other, provider.visit(other.address(), bob))
                .isPresent();
        Json.Obj measured = Json.object()
                .put("sessionWentOn", session)
                .put("letInByToken", byToken)
                .put("letInByProvider", anew)
                .put("letInByOldAnswer", replayed)
                .put("letInByPassword", password)
                .put("anotherUserLetIn", honest)
                .build();
        if (session || byToken || anew || replayed || password) {
            return new Finding.Broken(measured, "Somebody who is disabled at their customer's provider got in.");
        }
        return honest
                ? new Finding.Kept(measured)
                : new Finding.Unproved("Another user of the provider was not let in, so a refusal proves nothing.");
    }

    private String random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
