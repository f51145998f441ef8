package casemate.control.provider;

import casemate.control.policy.Policies;
import casemate.promise.AccountPromise.SingleSignOn;
import java.time.Duration;

/// How long a provider's word about a person counts (ACC-3): whoever is disabled there is out when the policy says so,
/// also where the provider sends no word of it. Then their browser asks it anew, by itself.
final class WordLife {
    /// Where the policy promises nothing: a working day.
    private static final Duration UNPROMISED = Duration.ofHours(12);

    private final Policies policies;

    WordLife(Policies policies) {
        this.policies = policies;
    }

    /// Less than what is promised, by what ending sessions takes.
    Duration now() {
        return policies.policy()
                .flatMap(p -> p.find(SingleSignOn.class))
                .map(p -> p.deprovision().minus(ProviderSweeper.EVERY.multipliedBy(2)))
                .orElse(UNPROMISED);
    }
}
