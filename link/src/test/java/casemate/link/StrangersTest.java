package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.testkit.TestClock;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrangersTest {
    private final TestClock clock = TestClock.at("2026-11-23T12:00:00Z");
    private final Deadlines deadlines = new Deadlines("test");

    @TempDir
    Path directory;

    private TestHouse house;
    private NodeLink link;

    @BeforeEach
    void open() throws IOException {
        house = new TestHouse(directory.resolve("house"), clock);
        link = TestNode.joined(directory.resolve("node"), house, "second");
    }

    @AfterEach
    void close() {
        link.close();
        house.close();
        deadlines.close();
    }

    @Test
    void a_certificate_of_another_authority_is_refused() throws IOException {
        try (TestHouse stranger = new TestHouse(directory.resolve("stranger"), clock);
                NodeLink theirs = TestNode.joined(directory.resolve("theirs"), stranger, "second")) {
            // It would believe this house, and shows what the other gave it.
            Identity mixed = theirs.identity();
            Ours believed = new Ours(ourAuthority(), Role.HOUSE, clock);
            assertThatThrownBy(() -> {
                        try (TlsLine line = TlsLine.dial(
                                Tls.of(() -> mixed, believed),
                                "127.0.0.1",
                                house.link().port(),
                                deadlines)) {
                            ask(line).write(line.out());
                            Message.read(line.in(), 100);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(house.asked).containsExactly("join");
    }

    @Test
    void a_node_does_not_pass_for_the_house() throws IOException {
        Ours believed = new Ours(ourAuthority(), Role.HOUSE, clock);
        Tls pretending = Tls.of(link::identity, new Ours(ourAuthority(), Role.NODE, clock));
        try (Doorway trap = Doorway.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "trap",
                        pretending,
                        false,
                        new Doorway.Room(4, 4),
                        deadlines,
                        _ -> {});
                HouseCalls calls =
                        new HouseCalls(new HouseAddress("127.0.0.1", trap.port()), Tls.stranger(believed), deadlines)) {
            assertThatThrownBy(() ->
                            calls.once(new Message(HouseCalls.head(Ask.JOIN).build(), new byte[0]), Duration.ZERO))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("another role");
        }
    }

    @Test
    void a_certificate_that_a_node_signs_is_refused() throws Exception {
        KeyPair forged = Keys.make(new SecureRandom());
        Identity own = link.identity();
        var leaf = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                own.certificate().getSubjectX500Principal(),
                                BigInteger.TEN,
                                own.certificate().getNotBefore(),
                                own.certificate().getNotAfter(),
                                own.certificate().getSubjectX500Principal(),
                                forged.getPublic())
                        .build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(own.key())));
        Ours believed = new Ours(ourAuthority(), Role.NODE, clock);
        X509Certificate[] under = {leaf, own.certificate()};
        X509Certificate[] beside = {leaf, own.authority()};
        X509Certificate[] three = {leaf, own.certificate(), own.authority()};
        for (var chain : List.of(under, beside, three)) {
            assertThatThrownBy(() -> believed.check(chain)).isInstanceOf(Ours.OtherAuthority.class);
        }
        believed.check(own.chain());
    }

    @Test
    void plain_text_and_older_versions_of_tls_get_nothing() throws Exception {
        try (Socket plain = new Socket(house.listen.getAddress(), house.link().port())) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            // At most an alert of TLS: record type 21.
            assertThat(answer)
                    .satisfiesAnyOf(
                            a -> assertThat(a).isEmpty(),
                            a -> assertThat(a.charAt(0)).isEqualTo((char) 21));
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        SSLContext older = SSLContext.getInstance("TLS");
        older.init(null, new TrustManager[] {new Ours(ourAuthority(), Role.HOUSE, clock)}, null);
        try (SSLSocket socket = (SSLSocket) older.getSocketFactory()
                .createSocket(house.listen.getAddress(), house.link().port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        try (SSLSocket socket = (SSLSocket) older.getSocketFactory()
                .createSocket(house.listen.getAddress(), house.link().port())) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void what_is_too_long_is_refused_in_one_line_by_its_length_alone() throws IOException {
        try (TlsLine line = TestNode.line(house, link.identity(), deadlines)) {
            new DataOutputStream(line.out()).writeInt(Message.MOST_HEAD_BYTES + 1);
            Message refused = Message.read(line.in(), 100);
            assertThatThrownBy(() -> Answers.understood(refused))
                    .satisfies(is("message-too-large"))
                    .hasMessageContaining("more than 4096 bytes");
            assertThat(line.in().read()).isEqualTo(-1);
        }
        try (TlsLine line = TestNode.line(house, link.identity(), deadlines)) {
            body(line, Message.MOST_BODY_BYTES + 1);
            Message refused = Message.read(line.in(), 100);
            assertThatThrownBy(() -> Answers.understood(refused)).satisfies(is("message-too-large"));
        }
        Tls stranger = Tls.stranger(new Ours(ourAuthority(), Role.HOUSE, clock));
        try (TlsLine line =
                TlsLine.dial(stranger, house.address().host(), house.link().port(), deadlines)) {
            body(line, HouseDesk.MOST_STRANGER_BYTES + 1);
            Message refused = Message.read(line.in(), 100);
            assertThatThrownBy(() -> Answers.understood(refused)).satisfies(is("message-too-large"));
        }
    }

    private String ourAuthority() {
        return Fingerprint.of(link.identity().authority().getPublicKey());
    }

    private static Message ask(TlsLine line) {
        assertThat(line.peer()).isPresent();
        return new Message(HouseCalls.head(Ask.PROMISED).build(), Message.NO_BODY);
    }

    private static void body(TlsLine line, int length) throws IOException {
        byte[] head = Json.object().put("protocol", Message.PROTOCOL).build().canonical();
        DataOutputStream out = new DataOutputStream(line.out());
        out.writeInt(head.length);
        out.write(head);
        out.writeInt(length);
        out.flush();
    }

    private static Consumer<Throwable> is(String code) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
