package casemate.control;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_host_that_is_not_ours_is_misdirected() {
        assertThat(control.browser("else").get("/").status()).isEqualTo(421);
    }

    @Test
    void an_unknown_page_says_so_under_strict_headers_and_without_naming_the_server() {
        Browser.Answer answer = control.browser("portal").get("/assets/0/none");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no such page.");
        assertThat(answer.headers())
                .doesNotContainKeys("server", "x-powered-by", "set-cookie2")
                .containsEntry("x-content-type-options", "nosniff")
                .hasEntrySatisfying(
                        "content-security-policy",
                        p -> assertThat(p)
                                .contains("default-src 'none'", "frame-ancestors 'none'")
                                .doesNotContain("unsafe"));
    }
}
