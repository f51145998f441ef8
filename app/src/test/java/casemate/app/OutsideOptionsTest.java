package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.control.KeyPlace;
import casemate.control.payment.PaymentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OutsideOptionsTest {
    @TempDir
    Path directory;

    @Test
    void a_list_of_domains_is_read_strictly() throws Exception {
        Path list = directory.resolve("list");
        Files.writeString(list, "# ours\nburner.example\n\n  Other.Example # seen in May\r\n");
        assertThat(read(list).outside(true, Optional.empty()).throwaway())
                .containsExactlyInAnyOrder("burner.example", "other.example");
        Files.writeString(list, "burner.example\nann@burner.example\n");
        OutsideOptions wrong = read(list);
        assertThatThrownBy(() -> wrong.outside(true, Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void money_is_tried_out_on_this_machine_alone_and_taken_by_stripe_with_both_its_secrets() throws IOException {
        assertThat(taken(true)).isInstanceOf(PaymentSettings.Test.class);
        assertThat(taken(false)).isInstanceOf(PaymentSettings.Nobody.class);
        assertThat(taken(false, "--payment", "none")).isInstanceOf(PaymentSettings.Nobody.class);
        assertThat(taken(
                        true,
                        "--payment",
                        "stripe",
                        "--payment-key-file",
                        "key",
                        "--payment-webhook-secret-file",
                        "secret"))
                .isInstanceOfSatisfying(
                        PaymentSettings.Stripe.class,
                        stripe -> assertThat(stripe.server()).isEqualTo(PaymentSettings.Stripe.PUBLIC));
        assertThatThrownBy(() -> taken(false, "--payment", "test")).hasMessageContaining("moves no money");
        assertThatThrownBy(() -> taken(true, "--payment", "stripe")).hasMessageContaining("--payment-key-file");
        assertThatThrownBy(() -> taken(true, "--payment-key-file", "key")).hasMessageContaining("--payment stripe");
        assertThatThrownBy(() -> taken(true, "--payment", "cash")).hasMessageContaining("stripe, test or none");
    }

    @Test
    void root_keys_are_in_a_transit_engine_or_in_aws_and_options_of_one_are_not_for_the_other() throws IOException {
        String key = "1234abcd-12ab-34cd-56ef-1234567890ab";
        Path file = Files.writeString(directory.resolve("credentials"), "");
        assertThat(keys("--keys", "https://keys.example:8200/v1/transit/", "--keys-token", file.toString()))
                .isInstanceOf(KeyPlace.Transit.class);
        assertThat(keys("--keys", "aws-kms:eu-west-3", "--keys-name", key))
                .isInstanceOfSatisfying(KeyPlace.Kms.class, kms -> {
                    assertThat(kms.place().endpoint()).hasToString("https://kms.eu-west-3.amazonaws.com/");
                    assertThat(kms.file()).isEmpty();
                });
        assertThat(keys(
                        "--keys",
                        "aws-kms:eu-west-3",
                        "--keys-name",
                        key,
                        "--keys-credentials",
                        file.toString(),
                        "--keys-endpoint",
                        "https://vpce.example"))
                .isInstanceOfSatisfying(
                        KeyPlace.Kms.class, kms -> assertThat(kms.file()).contains(file));
        assertThatThrownBy(() -> keys("--keys", "aws-kms:eu-west-3")).hasMessageContaining("--keys-name");
        assertThatThrownBy(() -> keys("--keys", "aws-kms:paris", "--keys-name", key))
                .hasMessageContaining("REGION");
        assertThatThrownBy(() -> keys("--keys", "aws-kms:eu-west-3", "--keys-token", file.toString()))
                .hasMessageContaining("--keys-credentials");
        assertThatThrownBy(() -> keys("--keys", "https://keys.example/v1/t/", "--keys-endpoint", "https://x.example"))
                .hasMessageContaining("aws-kms:REGION");
        assertThatThrownBy(() -> keys("--keys", "aws-kms:eu-west-3", "--keys-credentials", "/nowhere"))
                .hasMessageContaining("can be read");
    }

    private static KeyPlace keys(String... typed) throws IOException {
        return CommandLine.populateCommand(new OutsideOptions(), typed)
                .outside(true, Optional.empty())
                .keys()
                .orElseThrow();
    }

    private static PaymentSettings taken(boolean local, String... typed) throws IOException {
        return CommandLine.populateCommand(new OutsideOptions(), typed)
                .outside(local, Optional.empty())
                .payment();
    }

    private static OutsideOptions read(Path list) {
        return CommandLine.populateCommand(new OutsideOptions(), "--throwaway-domains", list.toString());
    }
}
