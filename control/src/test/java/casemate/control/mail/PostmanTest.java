package casemate.control.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailException;

class PostmanTest {
    private static final int SUPPORTED_VERSIONS = 43;
    /// ECDHE with AES-GCM or ChaCha20, those of TLS 1.3, and the sign of safe renegotiation (RFC 5746).
    private static final Set<Integer> GOOD =
            Set.of(0x1301, 0x1302, 0x1303, 0xC02B, 0xC02C, 0xCCA9, 0xC02F, 0xC030, 0xCCA8, 0x00FF);

    /// What a client offers in its hello.
    private record Offer(Set<Integer> suites, Set<Integer> versions) {}

    @Test
    void a_relay_is_offered_nothing_but_the_platforms_versions_and_suites() throws Exception {
        CompletableFuture<Offer> offered = new CompletableFuture<>();
        try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> listen(relay, offered));
            Postman postman = new Postman(
                    new SmtpRelay("127.0.0.1", relay.getLocalPort(), Optional.empty(), "a@casemate.localhost", true));
            assertThatThrownBy(() -> postman.deliver(new Message(
                            "1",
                            "b@casemate.localhost",
                            "subject",
                            "plain",
                            "<p>html</p>",
                            Message.State.WAITING,
                            0,
                            Instant.EPOCH,
                            Optional.empty(),
                            Optional.empty())))
                    .isInstanceOf(MailException.class);
        }
        Offer offer = offered.get(60, TimeUnit.SECONDS);
        assertThat(offer.suites()).isNotEmpty().isSubsetOf(GOOD);
        assertThat(offer.versions()).containsExactlyInAnyOrder(0x0303, 0x0304);
    }

    private static void listen(ServerSocket relay, CompletableFuture<Offer> offered) {
        try (Socket socket = relay.accept()) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1);
            for (String answer : List.of("220 relay", "250-relay\r\n250 STARTTLS", "220 go on")) {
                if (!answer.startsWith("220 relay")) {
                    lines.readLine();
                }
                socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(3);
            offered.complete(read(ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()))));
        } catch (IOException | RuntimeException e) {
            offered.completeExceptionally(e);
        }
    }

    /// RFC 8446, 4.1.2.
    private static Offer read(ByteBuffer hello) {
        hello.position(1 + 3 + 2 + 32);
        hello.position(hello.position() + 1 + hello.get(hello.position()));
        Set<Integer> suites = numbers(hello, Short.toUnsignedInt(hello.getShort()));
        hello.position(hello.position() + 1 + hello.get(hello.position()));
        hello.getShort();
        Set<Integer> versions = Set.of();
        while (hello.hasRemaining()) {
            int type = Short.toUnsignedInt(hello.getShort());
            int length = Short.toUnsignedInt(hello.getShort());
            ByteBuffer extension = hello.slice(hello.position(), length);
            if (type == SUPPORTED_VERSIONS) {
                versions = numbers(extension, extension.get());
            }
            hello.position(hello.position() + length);
        }
        return new Offer(suites, versions);
    }

    private static Set<Integer> numbers(ByteBuffer in, int bytes) {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < bytes; i += 2) {
            numbers.add(Short.toUnsignedInt(in.getShort()));
        }
        return numbers;
    }
}
