package casemate.control.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A DNS server on the loopback whose names a test writes. Names that it was never told are not there.
public final class LocalDns implements AutoCloseable {
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;
    private static final int HEAD_BYTES = 12;
    private static final Map<Integer, Dns.Type> TYPES = Map.of(
            1, Dns.Type.A, 2, Dns.Type.NS, 5, Dns.Type.CNAME, 15, Dns.Type.MX, 16, Dns.Type.TXT, 28, Dns.Type.AAAA);

    private record Question(String name, Dns.Type type) {}

    private final Map<Question, List<String>> records = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final DatagramSocket socket;
    private volatile boolean broken;

    public LocalDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = Thread.ofVirtual().start(this::serve);
    }

    public URI address() {
        return URI.create("dns://127.0.0.1:" + socket.getLocalPort());
    }

    public void put(String name, Dns.Type type, String... values) {
        records.put(new Question(name, type), List.of(values));
    }

    public void remove(String name, Dns.Type type) {
        records.remove(new Question(name, type));
    }

    /// From now on nothing is known about anything.
    public void broken(boolean now) {
        broken = now;
    }

    public int asked() {
        return asked.get();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                asked.incrementAndGet();
                byte[] answer = answer(buffer, packet.getLength());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException _) {
                // Closed, or nobody waits any more.
            }
        }
    }

    private byte[] answer(byte[] query, int length) throws IOException {
        ByteBuffer reader = ByteBuffer.wrap(query, 0, length);
        int id = reader.getShort();
        reader.position(HEAD_BYTES);
        StringBuilder name = new StringBuilder();
        for (int size = reader.get(); size > 0; size = reader.get()) {
            byte[] label = new byte[size];
            reader.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int number = reader.getShort();
        int end = reader.position() + 2;
        String wanted = name.toString().toLowerCase(Locale.ROOT);
        Optional<Dns.Type> type = Optional.ofNullable(TYPES.get(number));
        boolean there = records.keySet().stream().anyMatch(q -> q.name().equals(wanted));
        List<byte[]> values = new ArrayList<>();
        if (!broken && type.isPresent()) {
            for (String value : records.getOrDefault(new Question(wanted, type.get()), List.of())) {
                values.add(data(type.get(), value));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x8180 | (broken ? SERVFAIL : there ? 0 : NXDOMAIN));
        out.writeShort(1);
        out.writeShort(values.size());
        out.writeInt(0);
        out.write(query, HEAD_BYTES, end - HEAD_BYTES);
        for (byte[] value : values) {
            out.writeShort(0xC000 | HEAD_BYTES);
            out.writeShort(number);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(value.length);
            out.write(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] data(Dns.Type type, String value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        switch (type) {
            case A, AAAA -> out.write(InetAddress.ofLiteral(value).getAddress());
            case TXT -> {
                out.writeByte(value.length());
                out.writeBytes(value);
            }
            case CNAME, NS -> name(out, value);
            case MX -> {
                out.writeShort(Integer.parseInt(value.substring(0, value.indexOf(' '))));
                name(out, value.substring(value.indexOf(' ') + 1));
            }
        }
        return bytes.toByteArray();
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        for (String label : List.of(name.split("\\.", -1))) {
            if (!label.isEmpty()) {
                out.writeByte(label.length());
                out.writeBytes(label);
            }
        }
        out.writeByte(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
