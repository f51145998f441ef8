package casemate.link;

import casemate.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/// A machine beside a [TestHouse].
final class TestNode {
    static final NodeFacts FACTS = new NodeFacts("ab".repeat(32), "127.0.0.1", 8445);

    private TestNode() {}

    static NodeLinkConfig config(Path directory, TestClock clock) {
        return new NodeLinkConfig(directory, clock, new SecureRandom());
    }

    static NodeLink joined(Path directory, TestHouse house, String name) throws IOException {
        NodeLinkConfig config = config(directory, house.clock);
        NodeLink.join(config, house.address(), house.token(name), FACTS);
        return NodeLink.open(config);
    }

    /// A line to the house's port as one with this identity, by no code of the node's.
    static TlsLine line(TestHouse house, Identity shown, Deadlines deadlines) throws IOException {
        Ours believed = new Ours(Fingerprint.of(shown.authority().getPublicKey()), Role.HOUSE, house.clock);
        return TlsLine.dial(
                Tls.of(() -> shown, believed),
                house.address().host(),
                house.link().port(),
                deadlines);
    }
}
