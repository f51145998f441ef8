package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
    @Test
    void it_is_the_hash_of_the_standard() {
        // FIPS 180-4's example "abc".
        assertThat(Sha256.hex("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.of("żółć")).isEqualTo(Sha256.of("żółć".getBytes(StandardCharsets.UTF_8)));
    }
}
