package casemate.control.node;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Says once that a node is silent, and once that it is heard again: the mark, its row in the audit and its letters are
/// one transaction. Takes on the way what another process of control's has taken in or out. A test asks it for one
/// turn.
final class NodeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final Actor SELF = new Actor.Program("nodes");
    /// Far less than the silence that is told of.
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final NodeTable table;
    private final Nodes nodes;
    private final Instances instances;
    private final Letters letters;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    /// While control was away, nobody could be heard.
    private final Instant began;

    private final ScheduledExecutorService executor;

    /// Where letters are posted, and who gets them.
    record Letters(Accounts accounts, Mail mail, Site site) {}

    NodeWatch(
            NodeTable table,
            Nodes nodes,
            Instances instances,
            Letters letters,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.nodes = nodes;
        this.instances = instances;
        this.letters = letters;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.began = clock.instant();
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("node-watch").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// One after the other: a look that took long must not say again what the next one has taken back.
    synchronized void turn() {
        nodes.refresh();
        Instant now = clock.instant();
        table.all().stream().filter(Node::living).forEach(node -> look(node, now));
    }

    private void look(Node node, Instant now) {
        Instant last = latest(
                instances.heard(node.name()).orElse(Instant.EPOCH),
                node.joined().orElse(Instant.EPOCH));
        // A silence that was told of ends with a word, not with a start of control's.
        boolean silent = NodeRules.silent(node.silentSince().isPresent() ? last : latest(last, began), now);
        if (silent != node.silentSince().isPresent()) {
            transaction.executeWithoutResult(_ -> {
                if (table.silent(node.name(), silent ? Optional.of(last) : Optional.empty())) {
                    say(node.name(), silent, Duration.between(last, now));
                }
            });
        }
    }

    private void say(String node, boolean silent, Duration since) {
        audit.record(SELF, silent ? "node.silent" : "node.heard", node);
        LOG.warn("the node {} is {}", node, silent ? "silent" : "heard again");
        List<String> arguments = silent
                ? List.of(
                        node,
                        String.valueOf(since.toMinutes()),
                        String.valueOf(instances.placedOn(node).size()))
                : List.of(node);
        letters.accounts()
                .operators()
                .forEach(operator -> letters.mail()
                        .post(new Letter(
                                operator.email().value(),
                                operator.language(),
                                silent ? "node.letter.silent" : "node.letter.heard",
                                Optional.of(letters.site().origin(Shell.CONSOLE) + NodePages.PATH),
                                arguments)));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException | Refusal e) {
            LOG.warn(
                    "nodes could not be looked after, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
