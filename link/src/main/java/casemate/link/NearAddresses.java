package casemate.link;

import casemate.base.Sha256;
import casemate.wire.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which loopback addresses stand for a pod on a node. They follow from who the pod is (RFC 1122, 3.2.1.3 gives this
/// machine all of 127.0.0.0/8): a route that an edge still has from before never leads to another tenant, as it could
/// with ports that are given out anew.
final class NearAddresses {
    /// Below those that Linux gives out by itself (ip_local_port_range begins at 32768).
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;
    /// 127.64.0.0/10: away from what people use by hand.
    private static final int FIRST_SECOND_BYTE = 64;

    private static final int SECOND_BYTES = 64;
    private static final int LOOPBACK = 127;
    private static final int LAST_BYTES = 254;

    /// How many are tried when somebody else listens there.
    private static final int TRIES = 16;

    private final String house;

    /// One pod's address at one node.
    record Far(String node, Upstream upstream) {}

    /// @param house by which two houses on one machine keep out of each other's way
    NearAddresses(String house) {
        this.house = house;
    }

    /// In the order in which they are to be tried.
    Stream<InetSocketAddress> of(Far far) {
        return IntStream.range(0, TRIES).mapToObj(turn -> address(far, turn));
    }

    private InetSocketAddress address(Far far, int turn) {
        byte[] hash = Sha256.of(String.join(
                "\n",
                house,
                far.node(),
                far.upstream().address(),
                Integer.toString(far.upstream().port()),
                Integer.toString(turn)));
        byte[] address = {
            LOOPBACK,
            (byte) (FIRST_SECOND_BYTE + unsigned(hash[0]) % SECOND_BYTES),
            hash[1],
            (byte) (1 + unsigned(hash[2]) % LAST_BYTES)
        };
        int port = FIRST_PORT + (unsigned(hash[3]) << Byte.SIZE | unsigned(hash[4])) % PORTS;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static int unsigned(byte one) {
        return Byte.toUnsignedInt(one);
    }
}
