package casemate.control.ward;

import casemate.control.instance.DefencePart;
import casemate.control.instance.Instances;
import casemate.control.policy.Policies;
import casemate.control.policy.PolicyEar;
import casemate.promise.EdgePromise.FloodProtection;
import casemate.promise.EdgePromise.IntrusionPrevention;
import casemate.promise.EdgePromise.SignatureHash;
import casemate.promise.EdgePromise.TlsVersion;
import casemate.promise.EdgePromise.TransportEncryption;
import casemate.promise.Policy;
import casemate.wire.Defence;
import casemate.wire.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;

/// The figures of the policy in force, as edges are to obey them. What it does not promise stays as
/// usual: nobody is left without defence because nobody promised it.
final class Figures implements DefencePart, PolicyEar {
    private final Policies policies;
    private final Instances instances;

    Figures(Policies policies, Instances instances) {
        this.policies = policies;
        this.instances = instances;
    }

    Defence defence() {
        return with(Defence.USUAL);
    }

    @Override
    public Defence shape(Defence before, Instant issued) {
        return with(before);
    }

    private Defence with(Defence before) {
        Optional<Policy> policy = policies.policy();
        Optional<IntrusionPrevention> bans = policy.flatMap(p -> p.find(IntrusionPrevention.class));
        Optional<FloodProtection> floods = policy.flatMap(p -> p.find(FloodProtection.class));
        return new Defence(
                bans.map(IntrusionPrevention::misses).orElse(before.misses()),
                bans.map(IntrusionPrevention::window).orElse(before.window()),
                bans.map(IntrusionPrevention::ban).orElse(before.ban()),
                floods.map(FloodProtection::perSecond).orElse(before.perSecond()),
                before.underAttack(),
                policy.flatMap(p -> p.find(TransportEncryption.class))
                        .map(Figures::transport)
                        .orElse(before.transport()),
                before.spared(),
                before.bans());
    }

    private static Transport transport(TransportEncryption promised) {
        return new Transport(
                promised.versions().stream().map(Figures::version).toList(),
                Duration.ofDays(days(promised.hsts())),
                promised.certificates() == SignatureHash.SHA_384 ? 384 : 256);
    }

    private static String version(TlsVersion promised) {
        return switch (promised) {
            case TLS_1_2 -> "TLSv1.2";
            case TLS_1_3 -> "TLSv1.3";
        };
    }

    /// Not shorter than by any calendar.
    private static long days(Period period) {
        return period.getYears() * 366L + period.getMonths() * 31L + period.getDays();
    }

    @Override
    public void adopted() {
        instances.edgeChanged();
    }
}
