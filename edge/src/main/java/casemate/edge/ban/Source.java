package casemate.edge.ban;

import casemate.base.AddressRange;
import java.net.InetAddress;

/// Who is counted and banned as one: an IPv4 address, or the 64 bits of an IPv6 address that one line is given whole.
final class Source {
    private static final int V6_BITS = 64;
    private static final int V4_BYTES = 4;
    private static final int V4_BITS = 32;
    /// In the part of IPv6 that is given to nobody (RFC 4291, ::/8).
    private static final long V4_MARK = 0xFFFFL << V4_BITS;

    private Source() {}

    static long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == V4_BYTES ? V4_MARK | bits(bytes, 0, V4_BYTES) : bits(bytes, 0, Long.BYTES);
    }

    static AddressRange range(InetAddress address) {
        return AddressRange.around(address, address.getAddress().length == V4_BYTES ? V4_BITS : V6_BITS);
    }

    static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = (bits << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return bits;
    }
}
