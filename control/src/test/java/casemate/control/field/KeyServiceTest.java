package casemate.control.field;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.KeyPlace;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.testkit.TestDatabase;
import casemate.vault.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KeyServiceTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private static final Secret TOKEN = Secret.of("s.test");

    @Test
    void while_the_key_service_is_down_who_was_there_goes_on_others_wait_and_nothing_is_written_in_clear(
            @TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), TOKEN.revealText() + "\n");
        try (TransitEngine engine = new TransitEngine();
                TestControl control = TestControl.start(
                        database,
                        directory,
                        Clock.systemUTC(),
                        TestControl.outside(
                                Outside.NOTHING.withKeys(new KeyPlace.Transit(engine.address(), "casemate", token))))) {
            assertThat(control.door(Vault.class).service()).isEqualTo("transit at 127.0.0.1");
            Browser there = control.browser("portal").from("192.0.2.1");
            Browser late = control.browser("portal").from("192.0.2.2");
            Customers.join(control, there, "there@example.org");
            Customers.join(control, late, "late@example.org");
            assertThat(save(there, "Ada Lovelace").says("Ada Lovelace")).isTrue();
            long asked = engine.unwrapped();
            assertThat(there.get("/account").says("Ada Lovelace")).isTrue();
            assertThat(engine.unwrapped()).isEqualTo(asked);
            engine.down(true);
            assertThat(there.get("/account").says("Ada Lovelace")).isTrue();
            assertThat(save(there, "Grace Hopper").says("Grace Hopper")).isTrue();
            late.get("/account");
            Browser.Answer waits = save(late, "Mary Somerville");
            assertThat(waits.status()).isEqualTo(503);
            assertThat(Customers.column(control, "SELECT c::text FROM account.customer c"))
                    .noneMatch(r -> r.contains("Somerville") || r.contains("Hopper"));
            engine.down(false);
            assertThat(save(late, "Mary Somerville").says("Mary Somerville")).isTrue();
        }
    }

    private static Browser.Answer save(Browser browser, String name) {
        browser.get("/account");
        return browser.post("/account", new LinkedHashMap<>(Map.of("contact-name", name)));
    }
}
