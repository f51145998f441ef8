package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V4 = "c6336407" + "7f000001" + "c001" + "01bb";
    private static final String V6 = "20010db8000000000000000000000007" + "0".repeat(31) + "1" + "c001" + "01bb";

    static final List<String> MALFORMED = List.of(
            "16",
            "474554",
            "0d0a0d0a000d0a51554954" + "0d",
            "50524f5859205443503420",
            SIGNATURE + "11" + "11" + "000c" + V4,
            SIGNATURE + "31" + "11" + "000c" + V4,
            SIGNATURE + "22" + "11" + "000c" + V4,
            SIGNATURE + "21" + "12" + "000c" + V4,
            SIGNATURE + "21" + "31" + "000c" + V4,
            SIGNATURE + "21" + "41" + "000c" + V4,
            SIGNATURE + "21" + "11" + "000b" + V4,
            SIGNATURE + "21" + "21" + "000c" + V4,
            SIGNATURE + "21" + "11" + "0000",
            SIGNATURE + "21" + "11" + "0801",
            SIGNATURE + "21" + "11" + "ffff",
            SIGNATURE + "21" + "11" + "000e" + V4 + "0400",
            SIGNATURE + "21" + "11" + "0010" + V4 + "04000200",
            SIGNATURE + "21" + "11" + "000c" + "00000000" + V4.substring(8),
            SIGNATURE + "21" + "11" + "000c" + "e0000001" + V4.substring(8));

    @ParameterizedTest
    @FieldSource("MALFORMED")
    void what_is_not_exactly_such_a_header_is_malformed(String hex) {
        assertThatThrownBy(() -> ProxyHeader.read(bytes(hex))).isInstanceOf(Malformed.class);
    }

    @Test
    void a_header_names_the_visitor_and_what_follows_is_left() throws Exception {
        assertSource(SIGNATURE + "2111000c" + V4, "198.51.100.7");
        assertSource(SIGNATURE + "21210024" + V6, "2001:db8::7");
        assertSource(SIGNATURE + "21110014" + V4 + "0400050000000000", "198.51.100.7");
        assertSource(SIGNATURE + "21210024" + "00000000000000000000ffffc6336407" + V6.substring(32), "198.51.100.7");
    }

    @Test
    void a_balancer_that_speaks_for_itself_names_nobody() throws Malformed {
        for (String hex : List.of(SIGNATURE + "20000000", SIGNATURE + "2011000c" + V4, SIGNATURE + "21000000")) {
            assertThat(Objects.requireNonNull(ProxyHeader.read(bytes(hex))).source())
                    .isNull();
        }
    }

    @Test
    void half_a_header_is_waited_for_and_noise_never_names_anybody() throws Malformed {
        byte[] whole = HexFormat.of().parseHex(SIGNATURE + "21110014" + V4 + "0400050000000000");
        for (int i = 1; i < whole.length; i++) {
            assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(whole, 0, i))).isNull();
        }
        Random chance = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            byte[] noisy = whole.clone();
            noisy[chance.nextInt(13)] ^= (byte) (1 + chance.nextInt(255));
            noisy[chance.nextInt(noisy.length)] = (byte) chance.nextInt();
            ByteBuf in = Unpooled.wrappedBuffer(noisy, 0, 1 + chance.nextInt(noisy.length));
            try {
                ProxyHeader read = ProxyHeader.read(in);
                assertThat(read == null || read.source() == null || sound(noisy))
                        .as(HexFormat.of().formatHex(noisy))
                        .isTrue();
            } catch (Malformed _) {
                // As it should be.
            }
        }
    }

    /// The noise may undo itself.
    private static boolean sound(byte[] noisy) {
        return HexFormat.of().formatHex(noisy, 0, 13).equals(SIGNATURE + "21");
    }

    private static void assertSource(String hex, String address) throws Exception {
        ByteBuf in = bytes(hex + "160301");
        assertThat(Objects.requireNonNull(ProxyHeader.read(in)).source()).isEqualTo(InetAddress.ofLiteral(address));
        assertThat(in.readableBytes()).isEqualTo(3);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
