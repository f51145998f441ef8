package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.policy.Policies;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.promise.BackupPromise.SecondaryRegion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Says once that a standby is farther behind than the policy promises, and once that it is not any more; a standby
/// that
/// nobody hears of is far behind as well. The mark, its row in the audit and its letters are one transaction.
final class ReplicaAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaAlarm.class);
    private static final Actor SELF = new Actor.Program("replicas");

    private final ReplicaTable table;
    private final Instances instances;
    private final Policies policies;
    private final Letters letters;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /// What is written about.
    enum Of {
        FAR,
        NEAR,
        /// A move that was given up.
        BACK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where letters are posted, and who gets them.
    record Letters(Accounts accounts, Mail mail, Site site) {}

    ReplicaAlarm(
            ReplicaTable table,
            Instances instances,
            Policies policies,
            Letters letters,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.instances = instances;
        this.policies = policies;
        this.letters = letters;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// One look at one standby.
    void look(Replica seen) {
        Optional<Duration> most = policies.policy()
                .flatMap(policy -> policy.find(SecondaryRegion.class))
                .map(SecondaryRegion::lag);
        Instant now = clock.instant();
        if (changed(seen, most, now)) {
            transaction.executeWithoutResult(_ -> table.lock(seen.instance())
                    .filter(replica -> changed(replica, most, now))
                    .ifPresent(replica ->
                            say(replica, most.map(Duration::toSeconds).orElse(0L), now)));
        }
    }

    /// Where the policy promises nothing, nothing is far.
    private static boolean changed(Replica replica, Optional<Duration> most, Instant now) {
        return replica.far()
                != most.filter(lag -> ReplicaRules.far(replica, lag, now)).isPresent();
    }

    private void say(Replica replica, long promised, Instant now) {
        boolean far = !replica.far();
        InstanceId id = replica.instance();
        Of what = far ? Of.FAR : Of.NEAR;
        table.keep(replica.said(far));
        audit.record(SELF, far ? "replica.far" : "replica.near", id.value());
        write(
                id,
                what,
                replica.farthest(now)
                        .map(Duration::toSeconds)
                        .map(String::valueOf)
                        .orElse("?"),
                String.valueOf(promised),
                replica.detail().isEmpty() ? "–" : replica.detail());
        LOG.warn("the standby of {} is {}", id, far ? "farther behind than promised" : "near again");
    }

    /// To each operator, in the caller's transaction.
    ///
    /// @param more placeholders after the instance's name
    void write(InstanceId id, Of what, String... more) {
        String name = instances.get(id, SELF).slug();
        List<String> arguments = new ArrayList<>(List.of(name));
        arguments.addAll(List.of(more));
        String link = letters.site().origin(Shell.CONSOLE) + ReplicaPages.ALL;
        letters.accounts()
                .operators()
                .forEach(operator -> letters.mail()
                        .post(new Letter(
                                operator.email().value(),
                                operator.language(),
                                "replica.letter." + what.word(),
                                Optional.of(link),
                                arguments)));
    }
}
