package casemate.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.wire.Access.Need;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Optional<InetAddress> HERE = Optional.of(InetAddress.ofLiteral("192.0.2.7"));

    @Test
    void a_list_is_read_with_its_notes_and_written_as_it_was() {
        RangeList list = RangeList.read("192.0.2.0/24 # office\r\n\r\n# nothing\n 2001:DB8::/32 \n198.51.100.1#home");
        assertThat(list.sound()).isTrue();
        assertThat(RangeList.text(list.ranges()))
                .isEqualTo("192.0.2.0/24 # office\n2001:db8::/32\n198.51.100.1 # home\n");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_line() {
        RangeList list = RangeList.read(
                "192.0.2.0/24\nnonsense\n192.0.2.1/24\n10.0.0.0/33\n192.0.2.0/24\n1.2.3.4 # " + "n".repeat(81));
        assertThat(list.problems())
                .extracting(problem -> problem.line() + " " + problem.kind())
                .containsExactly("2 malformed", "3 bits", "4 length", "5 twice", "6 note");
        assertThat(list.problems().get(3).text()).isEqualTo("1");
    }

    @Test
    void problems_and_ranges_are_bounded() {
        RangeList wrong = RangeList.read("x\n".repeat(50));
        assertThat(wrong.problems()).hasSize(RangeList.MAX_PROBLEMS);
        assertThat(wrong.more()).isEqualTo(30);
        String many = IntStream.range(0, 10_001)
                .mapToObj(i -> "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256)
                .collect(Collectors.joining("\n"));
        assertThat(RangeList.read(many).problems().getFirst().kind()).isEqualTo("many");
    }

    @Test
    void who_would_shut_themselves_out_is_warned() {
        assertThat(LockOut.of(rules(Need.ANY, true, false, "192.0.2.0/24"), HERE))
                .isEqualTo(LockOut.NONE);
        assertThat(LockOut.of(rules(Need.ANY, true, false, "198.51.100.0/24"), HERE))
                .isEqualTo(LockOut.SELF);
        assertThat(LockOut.of(rules(Need.ANY, true, true, "198.51.100.0/24"), HERE))
                .as("who can sign on gets in from anywhere")
                .isEqualTo(LockOut.NONE);
        assertThat(LockOut.of(rules(Need.ALL, true, true, "198.51.100.0/24"), HERE))
                .isEqualTo(LockOut.SELF);
        assertThat(LockOut.of(rules(Need.ALL, true, true, "198.51.100.0/24"), Optional.empty()))
                .as("an operator is no visitor")
                .isEqualTo(LockOut.NONE);
    }

    @Test
    void rules_that_let_nobody_in_are_warned_of() {
        assertThat(LockOut.of(rules(Need.ANY, false, false), HERE)).isEqualTo(LockOut.EVERYBODY);
        assertThat(LockOut.of(rules(Need.ANY, true, false), HERE)).isEqualTo(LockOut.EVERYBODY);
        assertThat(LockOut.of(rules(Need.ALL, true, true), HERE)).isEqualTo(LockOut.EVERYBODY);
        assertThat(LockOut.of(Restriction.NONE, HERE)).isEqualTo(LockOut.NONE);
    }

    private static Restriction rules(Need need, boolean byAddress, boolean signOn, String... ranges) {
        return new Restriction(
                true,
                need,
                byAddress,
                false,
                signOn,
                Optional.empty(),
                0,
                List.of(ranges).stream()
                        .map(range -> new NamedRange(AddressRange.parse(range), ""))
                        .toList());
    }
}
