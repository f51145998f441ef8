package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
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

    private static PaymentSettings taken(boolean local, String... typed) throws IOException {
        return CommandLine.populateCommand(new OutsideOptions(), typed)
                .outside(local, Optional.empty())
                .payment();
    }

    private static OutsideOptions read(Path list) {
        return CommandLine.populateCommand(new OutsideOptions(), "--throwaway-domains", list.toString());
    }
}
