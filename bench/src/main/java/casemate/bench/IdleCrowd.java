package casemate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Opens many TLS connections to a gateway, asks once over each, and keeps them open, for `edge-scale.sh` to look at
/// the gateway's memory; or visits many hosts once, so that each has a certificate. Each source address of the loopback
/// carries a share, so that no cap per address is met.
public final class IdleCrowd {
    /// Below what one address may have open.
    private static final int PER_ADDRESS = 50;
    /// Handshakes under way at a time.
    private static final int AT_ONCE = 16;

    private static final int READ_MILLIS = 60_000;
    private static final int MAX_HEAD_BYTES = 16 << 10;

    private IdleCrowd() {}

    /// @param arguments port, host, number of connections; a host with `%d` stands for as many, which are left again.
    ///     Ends with its standard input
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int wanted = Integer.parseInt(arguments[2]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        Queue<SSLSocket> open = new ConcurrentLinkedQueue<>();
        Semaphore turn = new Semaphore(AT_ONCE);
        for (int i = 0; i < wanted; i++) {
            int number = i;
            turn.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    boolean many = arguments[1].contains("%d");
                    String host = many ? arguments[1].replace("%d", Integer.toString(number + 1)) : arguments[1];
                    SSLSocket socket = visit(context, port, host, number);
                    open.add(socket);
                    if (many) {
                        socket.close();
                    }
                } catch (IOException e) {
                    System.out.println("connection " + number + " failed: " + e);
                } finally {
                    turn.release();
                }
            });
        }
        turn.acquire(AT_ONCE);
        System.out.println("open " + open.size());
        while (System.in.read() >= 0) {}
    }

    private static SSLSocket visit(SSLContext context, int port, String host, int number) throws IOException {
        int address = 1 + number / PER_ADDRESS;
        Socket plain = new Socket();
        InetAddress from = InetAddress.ofLiteral("127.7." + address / 250 + "." + (1 + address % 250));
        plain.bind(new InetSocketAddress(from, 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(READ_MILLIS);
        socket.startHandshake();
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] answer = new byte[MAX_HEAD_BYTES];
        if (socket.getInputStream().read(answer) < 0) {
            throw new IOException("closed");
        }
        return socket;
    }

    /// Whom the gateway is does not matter here; tests check that.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
