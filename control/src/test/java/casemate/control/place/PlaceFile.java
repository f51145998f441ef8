package casemate.control.place;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes the smallest database in MaxMind's format, version 2: one IPv4 network of 24 bits.
public final class PlaceFile {
    private static final int BITS = 24;
    private static final int MAP = 7;
    private static final int TEXT = 2;
    private static final int SHORT = 5;
    private static final int INT = 6;
    private static final int LONG = 9;
    private static final int ARRAY = 11;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PlaceFile() {}

    public static byte[] ofOne(String network, String country, String city) {
        PlaceFile file = new PlaceFile();
        int address =
                ByteBuffer.wrap(InetAddress.ofLiteral(network).getAddress()).getInt();
        for (int bit = 0; bit < BITS; bit++) {
            // The last node leads to the data, 16 bytes behind the tree.
            int next = bit == BITS - 1 ? BITS + 16 : bit + 1;
            boolean right = ((address >>> (31 - bit)) & 1) == 1;
            file.three(right ? BITS : next).three(right ? next : BITS);
        }
        file.out.writeBytes(new byte[16]);
        file.control(MAP, city.isEmpty() ? 1 : 2)
                .text("country")
                .control(MAP, 1)
                .text("iso_code")
                .text(country);
        if (!city.isEmpty()) {
            file.text("city")
                    .control(MAP, 1)
                    .text("names")
                    .control(MAP, 1)
                    .text("en")
                    .text(city);
        }
        file.out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        file.out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        file.control(MAP, 9);
        file.text("binary_format_major_version").number(SHORT, 2);
        file.text("binary_format_minor_version").number(SHORT, 0);
        file.text("build_epoch").number(LONG, 1_700_000_000);
        file.text("database_type").text("Test-City");
        file.text("description").control(MAP, 1).text("en").text("test");
        file.text("ip_version").number(SHORT, 4);
        file.text("languages").control(ARRAY, 1).text("en");
        file.text("node_count").number(INT, BITS);
        file.text("record_size").number(SHORT, 24);
        return file.out.toByteArray();
    }

    private PlaceFile three(int value) {
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
        return this;
    }

    private PlaceFile text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(TEXT, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private PlaceFile number(int type, int value) {
        int bytes = type == SHORT ? 2 : 4;
        control(type, bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >>> (8 * i));
        }
        return this;
    }

    private PlaceFile control(int type, int size) {
        if (type > MAP) {
            out.write(size);
            out.write(type - MAP);
        } else {
            out.write((type << 5) | size);
        }
        return this;
    }
}
