package casemate.control.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// As much of an SMTP server as one client needs: takes messages, or refuses them for now.
final class FakeRelay implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    FakeRelay() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> taken() {
        return taken;
    }

    void busy(boolean whether) {
        busy.set(whether);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket);
            } catch (IOException _) {
                // The client hung up, or the test is over.
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        out.print("220 fake\r\n");
        out.flush();
        String line = in.readLine();
        while (line != null) {
            String answer = "250 ok\r\n";
            if (line.startsWith("MAIL") && busy.get()) {
                answer = "451 try later\r\n";
            } else if (line.equals("DATA")) {
                out.print("354 go on\r\n");
                out.flush();
                StringBuilder message = new StringBuilder();
                for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                    message.append(text).append('\n');
                }
                taken.add(message.toString());
            } else if (line.equals("QUIT")) {
                answer = "221 bye\r\n";
            }
            out.print(answer);
            out.flush();
            line = in.readLine();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
