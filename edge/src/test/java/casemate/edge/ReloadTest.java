package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates and routes change while visitors keep their connections busy: nobody notices.
class ReloadTest {
    private static final int RELOADS = 100;
    private static final int VISITORS = 6;
    /// Past two thirds of a certificate's life, when the next handshake gets another.
    private static final Duration RENEWAL = Duration.ofDays(60);

    @TempDir
    Path directory;

    private static final class Moving extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void a_hundred_new_certificates_and_routes_drop_no_connection_and_fail_no_request() throws Exception {
        Moving clock = new Moving();
        SnapshotKey key = SnapshotKey.generate();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        Set<BigInteger> serials = new HashSet<>();
        List<Thread> visitors = new ArrayList<>();
        try (EdgeHouse house = EdgeHouse.open(key, EdgeHouse.config(directory, key), Shedding.Room.USUAL, clock);
                Application one = Application.saying("mine");
                Application two = Application.saying("mine")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, one.port()));
            X509Certificate root = Pem.certificate(house.edge.authorityPem());
            for (int i = 0; i < VISITORS; i++) {
                SSLSocket socket = connect(house, root);
                visitors.add(Thread.ofVirtual().start(() -> visit(socket, stop, answered, wrong)));
            }
            for (int reload = 1; reload <= RELOADS; reload++) {
                clock.now.updateAndGet(now -> now.plus(RENEWAL));
                house.apply(1 + reload, EdgeHouse.serving(EdgeHouse.ACME, (reload % 2 == 0 ? one : two).port()));
                try (SSLSocket newcomer = connect(house, root)) {
                    serials.add(serial(newcomer));
                    assertThat(ask(newcomer)).isEqualTo("mine");
                }
                int before = answered.get();
                EdgeHouse.until(() -> answered.get() >= before + VISITORS || !wrong.isEmpty());
            }
            stop.set(true);
            for (Thread visitor : visitors) {
                assertThat(visitor.join(Duration.ofSeconds(60))).isTrue();
            }
            assertThat(wrong).isEmpty();
            assertThat(serials).hasSize(RELOADS);
            assertThat(one.heads.size() + two.heads.size()).isEqualTo(answered.get() + RELOADS);
        } finally {
            stop.set(true);
        }
    }

    /// Asks over one connection, which must last, until it is told to stop.
    private static void visit(SSLSocket socket, AtomicBoolean stop, AtomicInteger answered, List<String> wrong) {
        try (socket) {
            while (!stop.get()) {
                String said = ask(socket);
                answered.incrementAndGet();
                if (!said.equals("mine")) {
                    wrong.add(said);
                }
            }
        } catch (IOException e) {
            wrong.add("dropped: " + e);
        }
    }

    private static String ask(SSLSocket over) throws IOException {
        over.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Answer answer = Answer.one(over.getInputStream());
        return answer.status() == 200 ? answer.body() : "status " + answer.status();
    }

    private static BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    /// A whole handshake, no ticket of an earlier one.
    private static SSLSocket connect(EdgeHouse house, X509Certificate root)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Signed(root)}, null);
        Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), house.edge.port());
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(30_000);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, EdgeHouse.ACME, house.edge.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(EdgeHouse.ACME)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// Believes what the edge's authority has signed, whatever the day is there: the edge's clock is not ours.
    private record Signed(X509Certificate root) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            try {
                chain[0].verify(chain[1].getPublicKey());
                chain[1].verify(root.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("nobody asks for clients' certificates");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
