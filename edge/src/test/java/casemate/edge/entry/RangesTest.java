package casemate.edge.entry;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.wire.Access;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RangesTest {
    private final Random chance = new Random(7);

    @Test
    void ten_thousand_ranges_answer_as_each_of_them_would() throws UnknownHostException {
        List<AddressRange> all =
                Stream.generate(this::range).limit(Access.MAX_RANGES).toList();
        Ranges ranges = Ranges.of(all);
        for (int i = 0; i < 2_000; i++) {
            InetAddress address = i % 2 == 0 ? address() : near(all.get(i));
            assertThat(ranges.contains(address))
                    .as(address.getHostAddress())
                    .isEqualTo(all.stream().anyMatch(range -> range.contains(address)));
        }
    }

    @Test
    void nothing_contains_nothing_and_everything_contains_its_own_family() {
        InetAddress v4 = InetAddress.ofLiteral("192.0.2.1");
        InetAddress v6 = InetAddress.ofLiteral("2001:db8::1");
        assertThat(Ranges.of(List.of()).contains(v4)).isFalse();
        assertThat(Ranges.of(List.of()).contains(v6)).isFalse();
        Ranges every4 = Ranges.of(List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("10.0.0.0/8")));
        assertThat(every4.contains(v4)).isTrue();
        assertThat(every4.contains(InetAddress.ofLiteral("255.255.255.255"))).isTrue();
        assertThat(every4.contains(v6)).isFalse();
        Ranges every6 = Ranges.of(List.of(AddressRange.parse("::/0")));
        assertThat(every6.contains(v6)).isTrue();
        assertThat(every6.contains(v4)).isFalse();
        assertThat(every4.contains(InetAddress.ofLiteral("::ffff:192.0.2.1"))).isTrue();
    }

    private AddressRange range() {
        InetAddress address = address();
        int bits = address.getAddress().length * Byte.SIZE;
        return AddressRange.around(address, bits - chance.nextInt(bits / 2));
    }

    /// Of few networks, so that ranges lie in one another.
    private InetAddress address() {
        byte[] bytes = new byte[chance.nextBoolean() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (chance.nextInt(4) * 85);
        }
        bytes[0] = (byte) (bytes.length == 4 ? 198 : 0x20);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /// An address just in or beside a range.
    private InetAddress near(AddressRange range) throws UnknownHostException {
        byte[] bytes = range.network();
        bytes[bytes.length - 1] += (byte) (chance.nextInt(3) - 1);
        return InetAddress.getByAddress(bytes);
    }
}
