package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8::/32, 2001:db8::/32",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::, ::",
        "::/0, ::/0",
        "fe80::1/128, fe80::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1::, 1::",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void every_range_has_one_form(String written, String form) {
        assertThat(AddressRange.parse(written)).hasToString(form).isEqualTo(AddressRange.parse(form));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "localhost",
                "192.0.2",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2.1/24",
                "256.0.0.1",
                "1.2.3.4/24/24",
                "2001:db8::/129",
                "2001:db8::1/32",
                ":::",
                "fe80::1%eth0",
                " 192.0.2.1",
                "192.0.2.1.",
                "192.0.2.0001",
                "192..2.1",
                "\u0661.2.3.4",
                "0x7f.1",
                "192.0.2.0/024x"
            })
    void what_is_no_range_is_refused(String written) {
        assertThatThrownBy(() -> AddressRange.parse(written))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("range-malformed"));
    }

    @Test
    void stray_bits_are_refused_with_what_was_probably_meant() {
        assertThatThrownBy(() -> AddressRange.parse("10.1.2.3/8")).hasMessageContaining("10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "192.0.2.1, 192.0.2.1, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
    })
    void a_range_contains_what_begins_like_it(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }
}
