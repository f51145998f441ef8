package casemate.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses that begin with the same bits (CIDR, RFC 4632, RFC 4291): `192.0.2.0/24`, `2001:db8::/32`, or
/// one address. IPv4 mapped into IPv6 is IPv4.
public final class AddressRange {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}"
                    + "|[0-9a-fA-F:]{2,30}:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final int V4_BYTES = 4;
    private static final int V4_DIGITS = 3;
    private static final int LENGTH_DIGITS = 3;

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /// Reads a range as people write it. Bits past the prefix are refused: most often a slip of the pen.
    ///
    /// @throws Refusal `range-malformed`
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        byte[] address = plain(literal);
        if (address == null) {
            address = address(text, literal);
        }
        int bits = address.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : length(text, slash + 1, bits);
        byte[] network = masked(address, prefix);
        if (!Arrays.equals(network, address)) {
            throw malformed(text, "has bits beyond its length; did you mean " + text(network) + "/" + prefix + "?");
        }
        return new AddressRange(network, prefix);
    }

    /// The usual four numbers, read without a pattern: an edge reads hundreds of thousands at a time.
    ///
    /// @return null for anything else
    private static byte @Nullable [] plain(String literal) {
        byte[] address = new byte[V4_BYTES];
        int at = 0;
        for (int i = 0; i < V4_BYTES; i++) {
            int start = at;
            int value = 0;
            while (at < literal.length() && isDigit(literal.charAt(at)) && at - start < V4_DIGITS) {
                value = value * 10 + literal.charAt(at++) - '0';
            }
            boolean leads = at - start > 1 && literal.charAt(start) == '0';
            if (at == start || leads || value > 0xFF) {
                return null;
            }
            address[i] = (byte) value;
            if (i < V4_BYTES - 1 && (at >= literal.length() || literal.charAt(at++) != '.')) {
                return null;
            }
        }
        return at == literal.length() ? address : null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static byte[] address(String text, String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            throw malformed(text, "is not an IP address or a range such as 192.0.2.0/24 or 2001:db8::/32");
        }
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException _) {
            throw malformed(text, "is not an IP address or a range such as 192.0.2.0/24 or 2001:db8::/32");
        }
    }

    /// The range of one address.
    public static AddressRange of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new AddressRange(bytes, bytes.length * Byte.SIZE);
    }

    /// The network of that many bits that an address lies in.
    public static AddressRange around(InetAddress address, int prefix) {
        return new AddressRange(masked(address.getAddress(), prefix), prefix);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        if (Arrays.mismatch(bytes, 0, whole, network, 0, whole) >= 0) {
            return false;
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
    }

    /// 4 or 16 bytes; a copy.
    public byte[] network() {
        return network.clone();
    }

    /// Bits that count.
    public int prefix() {
        return prefix;
    }

    public boolean isV6() {
        return network.length > 4;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange that && prefix == that.prefix && Arrays.equals(network, that.network);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(network) * 31 + prefix;
    }

    /// One canonical form (RFC 5952); without a length for a single address.
    @Override
    public String toString() {
        String literal = text(network);
        return prefix == network.length * Byte.SIZE ? literal : literal + "/" + prefix;
    }

    /// @param from where its digits begin
    private static int length(String text, int from, int bits) {
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            if (!isDigit(text.charAt(i)) || i - from >= LENGTH_DIGITS) {
                throw notWithin(text, bits);
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        if (from == text.length() || value > bits) {
            throw notWithin(text, bits);
        }
        return value;
    }

    private static Refusal notWithin(String text, int bits) {
        return malformed(text, "has a length that is not between 0 and " + bits);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] network = address.clone();
        for (int i = 0; i < network.length; i++) {
            int kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
            network[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return network;
    }

    private static Refusal malformed(String text, String why) {
        String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return Refusal.invalid("range-malformed", "“" + shown + "” " + why + ".");
    }

    /// As RFC 5952 wants it: lower case, no leading zeros, the longest run of zero groups shortened (two or
    /// more; the first of equals).
    private static String text(byte[] address) {
        try {
            InetAddress literal = InetAddress.getByAddress(address);
            if (!(literal instanceof Inet6Address)) {
                return literal.getHostAddress();
            }
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
        int[] groups = new int[address.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((address[2 * i] & 0xFF) << 8) | (address[2 * i + 1] & 0xFF);
        }
        int from = 0;
        int count = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > count) {
                from = i;
                count = end - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (count > 1 && i == from) {
                out.append("::");
                i += count - 1;
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                    out.append(':');
                }
                out.append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }
}
