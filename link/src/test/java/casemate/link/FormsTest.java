package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What strangers and operators may write, and what is refused.
class FormsTest {
    @TempDir
    Path directory;

    @Test
    void a_house_is_a_host_and_a_port() {
        assertThat(HouseAddress.parse("192.0.2.1:8444")).isEqualTo(new HouseAddress("192.0.2.1", 8444));
        assertThat(HouseAddress.parse("house.example:1").host()).isEqualTo("house.example");
        assertThat(HouseAddress.parse("[2001:db8::1]:8444")).hasToString("[2001:db8::1]:8444");
        for (String typed : List.of("", "192.0.2.1", ":8444", "a b:1", "house:0", "house:65536", "2001:db8::1:8444x")) {
            assertThatThrownBy(() -> HouseAddress.parse(typed))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo("house-malformed"));
        }
    }

    @Test
    void a_gateway_is_a_literal_address_and_a_port() {
        assertThat(NodeFacts.read((Json.Obj) TestNode.FACTS.json())).isEqualTo(TestNode.FACTS);
        for (NodeFactsInput bad : List.of(
                new NodeFactsInput("", "gateway.example", 1),
                new NodeFactsInput("", "192.0.2.1", 0),
                new NodeFactsInput("", "192.0.2.1", 65_536),
                new NodeFactsInput("4c4c4544", "192.0.2.1", 1))) {
            assertThatThrownBy(bad::facts)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo("node-facts-malformed"));
        }
    }

    private record NodeFactsInput(String machine, String address, int port) {
        NodeFacts facts() {
            return new NodeFacts(machine, address, port);
        }
    }

    @Test
    void a_machine_is_known_by_a_hash_of_its_id_or_not_at_all() throws IOException {
        Path file = directory.resolve("machine-id");
        assertThat(Machine.identity(file)).isEmpty();
        Files.writeString(file, "uninitialized\n");
        assertThat(Machine.identity(file)).isEmpty();
        Files.writeString(file, "0123456789abcdef0123456789abcdef\n");
        assertThat(Machine.identity(file))
                .matches("[0-9a-f]{64}")
                .doesNotContain("0123456789abcdef")
                .isEqualTo(Machine.identity(file));
    }

    @Test
    void a_message_is_read_as_it_was_written_and_half_of_one_is_none() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(Json.object().put("protocol", 1).build(), new byte[] {1, 2, 3}).write(out);
        byte[] whole = out.toByteArray();
        Message read = Message.read(new ByteArrayInputStream(whole), 3);
        assertThat(read.head().integer("protocol")).isEqualTo(1);
        assertThat(read.body()).containsExactly(1, 2, 3);
        for (int length = 0; length < whole.length; length++) {
            ByteArrayInputStream half = new ByteArrayInputStream(whole, 0, length);
            assertThatThrownBy(() -> Message.read(half, 3)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void noise_is_refused_or_ends_and_never_more() {
        Random noise = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[noise.nextInt(64)];
            noise.nextBytes(bytes);
            if (bytes.length > 4 && noise.nextBoolean()) {
                // A length that is plausible, so that heads are reached.
                bytes[0] = 0;
                bytes[1] = 0;
                bytes[2] = 0;
                bytes[3] = (byte) noise.nextInt(bytes.length - 3);
            }
            try {
                Message.read(new ByteArrayInputStream(bytes), 100);
            } catch (IOException | Refusal expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    @Test
    void near_addresses_are_of_the_loopback_and_each_pods_own() {
        NearAddresses addresses = new NearAddresses("a".repeat(64));
        Set<InetSocketAddress> all = IntStream.range(0, 2_000)
                .mapToObj(i -> new Upstream("10.0." + i / 256 + "." + i % 256, 8080))
                .map(far -> addresses
                        .of(new NearAddresses.Far("second", far))
                        .findFirst()
                        .orElseThrow())
                .collect(Collectors.toSet());
        assertThat(all).hasSize(2_000).allSatisfy(one -> {
            byte[] address = one.getAddress().getAddress();
            assertThat(address[0]).isEqualTo((byte) 127);
            assertThat(address[1]).isBetween((byte) 64, (byte) 127);
            assertThat(one.getPort()).isBetween(20_000, 31_999);
        });
    }
}
