package casemate.control.node;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.ReportDesk;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one kind of report from one node: one that names another host changes nothing, and what a node says of
/// instances that its orders never named is written down once. The desks behind leave such instances out themselves.
final class NodeDesk implements ReportDesk {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDesk.class);
    /// A node that makes names up fills no memory and no log.
    private static final int MOST_NOTED = 100;

    private final String node;
    private final Function<byte[], Said> reader;
    private final BiPredicate<String, InstanceId> concerns;
    private final ReportDesk behind;
    private final Set<InstanceId> noted = ConcurrentHashMap.newKeySet();

    /// What a report says, as far as it matters here.
    ///
    /// @param agent the host that it names as its own
    record Said(String agent, Collection<InstanceId> about) {}

    /// @param reader throws a refusal for what is no report
    /// @param concerns whether a node's orders name an instance
    NodeDesk(String node, Function<byte[], Said> reader, BiPredicate<String, InstanceId> concerns, ReportDesk behind) {
        this.node = node;
        this.reader = reader;
        this.concerns = concerns;
        this.behind = behind;
    }

    @Override
    public void receive(byte[] bytes) {
        Said said = reader.apply(bytes);
        if (!said.agent().equals(node)) {
            LOG.warn("the node {} sent a report in the name of another host; it is left out", node);
            throw Refusal.forbidden("node-other", "A node reports for itself only.");
        }
        for (InstanceId each : said.about()) {
            if (noted.size() < MOST_NOTED && !noted.contains(each) && !concerns.test(node, each)) {
                noted.add(each);
                LOG.warn("the node {} reports {}, which it has no orders for; that is left out", node, each);
            }
        }
        behind.receive(bytes);
    }
}
