package casemate.control.spam;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// By hand, against a real one: `-Dcasemate.rspamd=http://127.0.0.1:11333`.
@EnabledIfSystemProperty(named = "casemate.rspamd", matches = "http.*")
class RealRspamdTest {
    private static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    @Test
    void an_honest_form_passes_and_the_agreed_sample_of_spam_is_rejected() {
        Rspamd rspamd = new Rspamd(URI.create(System.getProperty("casemate.rspamd", "")), Clock.systemUTC());
        assertThat(rspamd.action(letter("Müller SA"), "192.0.2.1", "ann@example.org"))
                .contains("no action");
        assertThat(rspamd.action(letter(GTUBE), "192.0.2.1", "ann@example.org")).contains("reject");
    }

    private static String letter(String company) {
        return FormLetter.of(
                Map.of("company", List.of(company)),
                "ann@example.org",
                Clock.systemUTC().instant());
    }
}
