package casemate.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final int MAX = 10_000;

    @Test
    void the_sample_of_RFC_8785_comes_out_as_printed_there() {
        String in = """
                {"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
                 "string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals":[null,true,false]}""";
        assertThat(Json.parse(in.getBytes(UTF_8), MAX).text())
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "becbf647612f3696,-0.0000033333333333333333"
    })
    void the_numbers_of_RFC_8785_appendix_B_come_out_as_printed_there(String bits, String expected) {
        assertThat(CanonicalJson.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "01",
                "1.",
                "-",
                "1e999",
                "\"\\ud800\"",
                "\"\\x\"",
                "tru",
                "{} {}",
                "\"a\tb\"",
                "nan"
            })
    void what_is_not_I_JSON_is_refused(String in) {
        assertThatThrownBy(() -> Json.parse(in.getBytes(UTF_8), MAX))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not as expected");
    }

    @Test
    void nesting_and_size_are_bounded() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100).getBytes(UTF_8), MAX))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Json.parse(new byte[11], 10))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("more than 10 bytes");
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xff, '"'}, MAX))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void a_reader_is_told_which_member_is_wrong() {
        Json.Obj o = Json.parseObject("{\"a\":1.5,\"b\":\"x\"}".getBytes(UTF_8), MAX);
        assertThatThrownBy(() -> o.integer("a")).hasMessageContaining("member a must be a whole number");
        assertThatThrownBy(() -> o.text("c")).hasMessageContaining("member c is missing");
        assertThatThrownBy(() -> o.only("a")).hasMessageContaining("member b is not known");
    }
}
