package casemate.link;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Answers one ask, as the node whose certificate asks: looked up each time, so that whoever was removed a moment ago
/// is
/// refused now, over whichever connection.
final class HouseDesk {
    private static final System.Logger LOG = System.getLogger(HouseDesk.class.getName());

    /// Nobody waits longer for a snapshot in one ask: a lost caller frees its place.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /// A token, a request for a certificate and three facts.
    static final int MOST_STRANGER_BYTES = 16 << 10;

    private final House house;
    private final Authority authority;
    private final FarPods pods;
    private final Clock clock;

    HouseDesk(House house, Authority authority, FarPods pods, Clock clock) {
        this.house = house;
        this.authority = authority;
        this.pods = pods;
        this.clock = clock;
    }

    /// @param peer what the other end has shown; empty for a stranger
    /// @throws Refusal what the house does not grant
    Message answer(Optional<X509Certificate> peer, Message message) throws InterruptedException {
        Answers.sameProtocol(message);
        Ask ask = ask(message.head());
        if (ask == Ask.JOIN) {
            return join(message.body());
        }
        X509Certificate certificate = peer.orElseThrow(() -> Refusal.forbidden(
                "certificate-missing", "Only joining goes without a certificate; join with a token first."));
        if (clock.instant().isAfter(certificate.getNotAfter().toInstant())) {
            throw Refusal.forbidden("certificate-ended", NodeLink.ENDED);
        }
        KnownNode node = known(certificate);
        try {
            return ask == Ask.RENEW ? renewed(certificate) : asked(ask, node, certificate, message);
        } catch (Refusal e) {
            LOG.log(System.Logger.Level.WARNING, "node {0} is refused ({1}): {2}", node.name(), ask, e.code());
            throw e;
        }
    }

    private Message asked(Ask ask, KnownNode node, X509Certificate certificate, Message message)
            throws InterruptedException {
        String name = node.name();
        return switch (ask) {
            case ORDERS -> newer(house.orders(name), certificate, message.head());
            case BACKUPS -> newer(house.backups(name), certificate, message.head());
            case STANDBYS -> newer(house.standbys(name), certificate, message.head());
            case REPORT -> received(new NearReports(name, pods, house.reports(name)), message);
            case BACKUP_REPORT -> received(house.backupReports(name), message);
            case STANDBY_REPORT -> received(house.standbyReports(name), message);
            case PROMISED -> Answers.done(new byte[] {(byte) (house.encryptionPromised() ? 1 : 0)});
            case VOLUME_KEY -> key(name, message.head());
            case FACTS -> Answers.done(house.facts().json().canonical());
            case HERE -> {
                house.here(name, NodeFacts.read(Json.parseObject(message.body(), MOST_STRANGER_BYTES)));
                yield Answers.done();
            }
            case JOIN, RENEW -> throw new IllegalStateException("answered before");
        };
    }

    private Message join(byte[] body) {
        Json.Obj o = Json.parseObject(body, MOST_STRANGER_BYTES).only("token", "request", "facts");
        NodeFacts facts = NodeFacts.read(o.obj("facts"));
        // Before the token: it is not used up by what cannot be certified.
        PublicKey key = Possession.proved(bytes(o.text("request")));
        Joined joined;
        try (Secret token = Secret.of(o.text("token"))) {
            joined = house.join(token, Fingerprint.of(key), facts);
        }
        return Answers.done(Json.object()
                .put("name", joined.name())
                .put("region", joined.region())
                .put("certificate", der(authority.issue(key, Role.NODE)))
                .put("authority", der(authority.certificate()))
                .put("facts", house.facts().json())
                .build()
                .canonical());
    }

    /// For the key that the handshake has just proved.
    private Message renewed(X509Certificate certificate) {
        return Answers.done(Json.object()
                .put("certificate", der(authority.issue(certificate.getPublicKey(), Role.NODE)))
                .build()
                .canonical());
    }

    private Message newer(SnapshotFeed feed, X509Certificate certificate, Json.Obj head) throws InterruptedException {
        Duration wait = Duration.ofMillis(Math.clamp(head.integer("wait"), 0, LONGEST_WAIT.toMillis()));
        Optional<byte[]> newer = feed.newer(head.integer("version"), wait);
        // Whoever was removed while it waited gets nothing.
        known(certificate);
        return newer.map(Answers::done).orElseGet(Answers::nothing);
    }

    private static Message received(ReportDesk desk, Message message) {
        desk.receive(message.body());
        return Answers.done();
    }

    private Message key(String node, Json.Obj head) {
        try (Secret key = house.volumeKey(node, new InstanceId(head.text("instance")))) {
            return Answers.done(key.reveal());
        }
    }

    private KnownNode known(X509Certificate certificate) {
        return house.byKey(Fingerprint.of(certificate.getPublicKey()))
                .orElseThrow(() -> Refusal.forbidden(
                        "node-unknown",
                        "The house does not know this node, or has removed it; join it again with a token of"
                                + " casemate node add."));
    }

    private static Ask ask(Json.Obj head) {
        String word = head.text("ask");
        return Arrays.stream(Ask.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("ask-unknown", "This house does not know that ask."));
    }

    private static byte[] bytes(String base64) {
        try {
            return Keys.bytes(base64);
        } catch (GeneralSecurityException e) {
            throw Refusal.invalid("request-malformed", "The node's request is not Base64.");
        }
    }

    private static String der(X509Certificate certificate) {
        try {
            return Keys.write(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was made has an encoding", e);
        }
    }
}
