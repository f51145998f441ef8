package casemate.edge.flood;

import java.net.InetAddress;

/// What counts as one address: an IPv4 address, or the 64 bits of an IPv6 network that one household or server gets.
public final class AddressKey {
    private static final int V4_BYTES = 4;
    private static final int HALF_BYTES = 8;
    /// Where no IPv6 network is given out: IPv4 addresses are kept apart from them.
    private static final long V4 = 0x0000_FFFF_0000_0000L;
    /// The last 16 of a network's 64 bits, which whoever has a /48 chooses freely.
    private static final long SUBNET = 0xFFFF;

    private AddressKey() {}

    public static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean v4 = bytes.length == V4_BYTES;
        long key = 0;
        for (int i = 0; i < (v4 ? V4_BYTES : HALF_BYTES); i++) {
            key = (key << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return v4 ? V4 | key : key;
    }

    /// Whether the key is that of an IPv6 network, which may be one of 65,536 of the same owner.
    public static boolean wide(long key) {
        return (key & ~0xFFFF_FFFFL) != V4;
    }

    /// The /48 around a /64.
    public static long site(long key) {
        return key & ~SUBNET;
    }
}
