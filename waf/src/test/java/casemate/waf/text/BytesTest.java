package casemate.waf.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BytesTest {
    @Test
    void a_part_is_found_where_a_text_would_find_it() {
        Random chance = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String value = text(chance, 300);
            int length = Math.min(value.length(), chance.nextInt(150));
            int from = chance.nextInt(value.length() - length + 1);
            String part = chance.nextInt(4) == 0 ? text(chance, 5) : value.substring(from, from + length);
            int start = chance.nextInt(value.length() + 2);
            Bytes inside = Bytes.latin1("aa" + value + "bb").slice(2, 2 + value.length());
            int expected = start <= value.length() ? value.indexOf(part, start) : -1;
            assertThat(inside.indexOf(Bytes.latin1(part), start)).isEqualTo(expected);
        }
    }

    private static String text(Random chance, int longest) {
        return chance.ints(chance.nextInt(longest), 0, 20)
                .mapToObj(n -> n == 0 ? "b" : "a")
                .collect(Collectors.joining());
    }

    @Test
    @Timeout(30)
    void a_part_made_to_be_slow_is_searched_in_linear_time() {
        Bytes value = Bytes.latin1("a".repeat(1_000_000));
        assertThat(value.indexOf(Bytes.latin1("a".repeat(400_000) + "b"), 0)).isNegative();
        assertThat(value.hasAnywhere(Bytes.latin1("a".repeat(400_000)), at -> at == 600_000))
                .isTrue();
        assertThat(value.hasAnywhere(Bytes.latin1("a".repeat(400_000)), _ -> false))
                .isFalse();
    }

    @Test
    void a_value_knows_which_kinds_of_bytes_it_holds() {
        Bytes value = Bytes.latin1("xA%y").slice(1, 3);
        assertThat(value.hasAny(Traits.UPPER)).isTrue();
        assertThat(value.hasAny(Traits.SLASH | Traits.URL_ESCAPE)).isTrue();
        assertThat(value.hasAny(Traits.LOWER | Traits.HIGH | Traits.NULL)).isFalse();
        assertThat(Bytes.EMPTY.hasAny(~Traits.ANY)).isFalse();
        assertThat(Bytes.EMPTY.hasAny(Traits.ANY)).isTrue();
    }

    @Test
    void views_are_equal_by_content() {
        Bytes view = Bytes.latin1("xaby").slice(1, 3);
        assertThat(view).isEqualTo(Bytes.latin1("ab")).hasSameHashCodeAs(Bytes.latin1("ab"));
        assertThat(view).isNotEqualTo(Bytes.latin1("aB"));
        assertThat(view.slice(0, 2)).isSameAs(view);
        assertThat(view.toLatin1()).isEqualTo("ab");
    }

    @Test
    void aValueKnowsWhichBytesItHoldsAndOfWhichKindsTheyAre() {
        for (int value = 0; value < 256; value++) {
            byte[] array = new byte[value % 2 == 0 ? 4 : 1_000];
            Arrays.fill(array, (byte) value);
            array[0] = 'x';
            array[array.length - 1] = 'x';
            Bytes bytes = new Bytes(array, 1, array.length - 1);
            long[] words = {
                bytes.values().w0(),
                bytes.values().w1(),
                bytes.values().w2(),
                bytes.values().w3()
            };
            for (int other = 0; other < 256; other++) {
                assertThat((words[other / 64] & 1L << other) != 0)
                        .as(value + " and " + other)
                        .isEqualTo(value == other);
            }
            assertThat(bytes.hasAny(Traits.HIGH)).isEqualTo(value >= 128);
            assertThat(bytes.hasAny(Traits.UPPER)).isEqualTo(value >= 'A' && value <= 'Z');
            assertThat(bytes.hasAny(Traits.LOWER)).isEqualTo(value >= 'a' && value <= 'z');
            assertThat(bytes.hasAny(Traits.DOT)).isEqualTo(value == '.');
        }
        assertThat(Bytes.EMPTY.hasAny(~Traits.ANY)).isFalse();
    }
}
