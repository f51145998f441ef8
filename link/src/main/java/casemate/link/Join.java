package casemate.link;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// How a machine becomes a node. The key is in memory only until the house has certified it; then key, certificate and
/// house are written at once. Killed before that, the machine has nothing and needs another token.
final class Join {
    private static final Duration NO_WAIT = Duration.ZERO;

    private final NodeLinkConfig config;

    Join(NodeLinkConfig config) {
        this.config = config;
    }

    /// @throws Refusal see [NodeLink#join]
    void at(HouseAddress house, Secret token, NodeFacts facts) throws IOException {
        Path directory = config.directory();
        OwnDirectory.make(directory);
        if (NodeFile.exists(directory)) {
            throw Refusal.conflict(
                    "already-joined",
                    "This machine is a node already; start it without --token, or move its identity in " + directory
                            + " away first.");
        }
        JoinToken read = JoinToken.parse(token);
        NodeFile.tidy(directory);
        Ours believed = new Ours(read.authority(), Role.HOUSE, config.clock());
        KeyPair pair = Keys.make(config.chance());
        try (Deadlines deadlines = new Deadlines("node-join");
                HouseCalls calls = new HouseCalls(house, Tls.stranger(believed), deadlines)) {
            Answer answer = ask(calls, read, pair, facts);
            new NodeFile(
                            house,
                            answer.name(),
                            answer.region(),
                            identity(pair, answer, read.authority()),
                            answer.facts())
                    .keep(directory);
        }
    }

    private record Answer(
            String name, String region, X509Certificate certificate, X509Certificate authority, HouseFacts facts) {}

    private static Answer ask(HouseCalls calls, JoinToken token, KeyPair pair, NodeFacts facts) {
        byte[] body = Json.object()
                .put("token", token.part().revealText())
                .put("request", Keys.write(Possession.prove(pair)))
                .put("facts", facts.json())
                .build()
                .canonical();
        byte[] answer = calls.once(new Message(HouseCalls.head(Ask.JOIN).build(), body), NO_WAIT)
                .orElseThrow(Join::malformed);
        Json.Obj o = Json.parseObject(answer, Message.MOST_BODY_BYTES);
        try {
            return new Answer(
                    o.text("name"),
                    o.text("region"),
                    Keys.certificate(o.text("certificate")),
                    Keys.certificate(o.text("authority")),
                    HouseFacts.read(o.obj("facts")));
        } catch (GeneralSecurityException e) {
            throw malformed();
        }
    }

    /// What the house gave, once it is what was asked for.
    private Identity identity(KeyPair pair, Answer answer, String authority) {
        Identity identity = new Identity(pair.getPrivate(), answer.certificate(), answer.authority());
        try {
            new Ours(authority, Role.NODE, config.clock()).check(identity.chain());
        } catch (GeneralSecurityException e) {
            throw malformed();
        }
        if (!answer.certificate().getPublicKey().equals(pair.getPublic())) {
            throw malformed();
        }
        return identity;
    }

    private static Refusal malformed() {
        return Refusal.invalid(
                "join-malformed",
                "The house's certificate for this node cannot be used; compare both clocks, and join with another token.");
    }
}
