package casemate.agent.health;

/// Reads the status of an HTTP/2 answer, which is its first field (RFC 9113, 8.3), out of a block of HPACK (RFC 7541),
/// and nothing else of it.
final class Http2Status {
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    /// Where `:status` stands in the static table, with these values.
    private static final int FIRST_INDEX = 8;

    private static final int[] KNOWN = {200, 204, 206, 304, 400, 404, 500};

    private Http2Status() {}

    /// @param payload of a HEADERS frame
    /// @return 0 when it cannot be found
    static int of(byte[] payload, int flags) {
        int at = ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? PRIORITY_BYTES : 0);
        // Changes of the table's size come before all fields.
        while (at < payload.length && (payload[at] & 0xe0) == 0x20) {
            boolean more = (payload[at] & 0x1f) == 0x1f;
            at++;
            while (more && at < payload.length) {
                more = (payload[at++] & 0x80) != 0;
            }
        }
        if (at >= payload.length) {
            return 0;
        }
        int first = payload[at] & 0xff;
        if (first >= 0x80) {
            int index = (first & 0x7f) - FIRST_INDEX;
            return index >= 0 && index < KNOWN.length ? KNOWN[index] : 0;
        }
        int name = (first & 0x40) != 0 ? first & 0x3f : first & 0xf;
        return name >= FIRST_INDEX && name < FIRST_INDEX + KNOWN.length ? value(payload, at + 1) : 0;
    }

    private static int value(byte[] payload, int at) {
        if (at >= payload.length) {
            return 0;
        }
        int length = payload[at] & 0x7f;
        if (at + 1 + length > payload.length || length > 3) {
            return 0;
        }
        String digits = (payload[at] & 0x80) == 0
                ? new String(payload, at + 1, length, java.nio.charset.StandardCharsets.US_ASCII)
                : huffman(payload, at + 1, length);
        return digits.matches("[1-5][0-9]{2}") ? Integer.parseInt(digits) : 0;
    }

    /// Three digits: those up to 2 have codes of five bits, the others of six (RFC 7541, appendix B).
    private static String huffman(byte[] payload, int from, int length) {
        int bits = 0;
        for (int i = 0; i < length; i++) {
            bits |= (payload[from + i] & 0xff) << (24 - 8 * i);
        }
        StringBuilder digits = new StringBuilder();
        while (digits.length() < 3) {
            int five = bits >>> 27;
            int six = bits >>> 26;
            if (five <= 2) {
                digits.append(five);
                bits <<= 5;
            } else if (six >= 0x19 && six <= 0x1f) {
                digits.append(six - 0x19 + 3);
                bits <<= 6;
            } else {
                return "";
            }
        }
        return digits.toString();
    }
}
