package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {
    private static final String KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    @TempDir
    Path home;

    @Test
    void the_checkpoint_of_the_specification_is_read_and_written_back() {
        String note = """
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
                """;
        Checkpoint checkpoint = Checkpoint.parse(note);
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.signatures()).hasSize(2);
        assertThat(checkpoint.note()).isEqualTo(note);
    }

    @Test
    void extension_lines_are_kept_since_they_are_signed() {
        String note = "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n\n— a AAAAAAA=\n";
        assertThat(Checkpoint.parse(note).extensions()).containsExactly("more");
        assertThat(Checkpoint.parse(note).note()).isEqualTo(note);
    }

    @Test
    void anything_else_is_refused() {
        String root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        for (String note : List.of(
                "",
                "\n\n",
                "a\n0\n" + root + "\n\n",
                "a\n0\n" + root + "\n\n— a AAAAAAA=",
                "a\n00\n" + root + "\n\n— a AAAAAAA=\n",
                "a\n+1\n" + root + "\n\n— a AAAAAAA=\n",
                "a\n-1\n" + root + "\n\n— a AAAAAAA=\n",
                "a\n9999999999999999999\n" + root + "\n\n— a AAAAAAA=\n",
                "\n0\n" + root + "\n\n— a AAAAAAA=\n",
                "a b\n0\n" + root + "\n\n— a AAAAAAA=\n",
                "a\n0\n" + root.replace("=", "") + "\n\n— a AAAAAAA=\n",
                "a\n0\n" + root.replace("FU=", "FV=") + "\n\n— a AAAAAAA=\n",
                "a\r\n0\n" + root + "\n\n— a AAAAAAA=\n",
                "a\n0\n" + root + "\n\n- a AAAAAAA=\n",
                "a\n0\n" + root + "\n\n— a  AAAAAAA=\n",
                "a\n0\n" + root + "\n\n— a AAAAAA==\n",
                "a\n0\n" + root + "\n\n— a+b AAAAAAA=\n",
                "a\n0\n" + root + "\n\n" + "— a AAAAAAA=\n".repeat(33),
                "a\n0\n" + root + "\n" + "x".repeat(70_000) + "\n\n— a AAAAAAA=\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(note)).as(note).isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void a_verifier_key_is_read_in_its_one_form() {
        assertThat(VerifierKey.parse(KEY)).hasToString(KEY).isEqualTo(VerifierKey.parse(KEY));
        for (int i = 0; i < KEY.length(); i++) {
            char other = KEY.charAt(i) == 'x' ? 'y' : 'x';
            String altered = KEY.substring(0, i) + other + KEY.substring(i + 1);
            assertThatThrownBy(() -> VerifierKey.parse(altered)).isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void a_signing_key_is_its_owners_alone_and_never_overwritten_or_shown() throws Exception {
        Path file = home.resolve("key");
        LogSigner signer = LogSigner.generate(file, "example.com/ledger");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(LogSigner.open(file).verifierKey()).isEqualTo(signer.verifierKey());
        assertThatThrownBy(() -> LogSigner.generate(file, "example.com/ledger"))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("never overwritten");
        assertThat(SigningKey.generate("a", KeyKind.LOG, new java.security.SecureRandom())
                        .toString())
                .doesNotContain("PRIVATE");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> LogSigner.open(file)).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> LogSigner.open(home.resolve("none"))).hasMessageContaining("no signing key");
    }

    @Test
    void a_damaged_signing_key_is_refused_without_being_quoted() throws Exception {
        Path file = home.resolve("key");
        LogSigner.generate(file, "example.com/ledger");
        String text = Files.readString(file);
        for (int i = 0; i < text.length() - 1; i += 3) {
            Files.writeString(file, text.substring(0, i) + "!" + text.substring(i + 1));
            assertThatThrownBy(() -> LogSigner.open(file))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageNotContaining(text.substring(60, 70))
                    .hasNoCause();
        }
    }
}
