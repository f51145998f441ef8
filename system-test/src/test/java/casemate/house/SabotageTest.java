package casemate.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the controls really off, the same drills turn red, and the public page says so.
class SabotageTest {
    private static final List<String> OFF = List.of(
            "ACC-2", "ACC-3", "ACC-5", "ACC-6", "CRY-1", "CRY-4", "EDG-1", "EDG-2", "EDG-3", "EDG-4", "EDG-5", "EDG-6",
            "EDG-7", "EDG-8", "INS-1", "INS-2", "INS-4", "INS-5");

    @Test
    void drills_and_page_turn_red_when_the_controls_are_off(@TempDir Path directory) throws Exception {
        try (House house = House.up(directory.resolve("data"), House.freePort(), "--sabotage", String.join(",", OFF))) {
            assertThat(house.said()).contains("SABOTAGED");
            Command drill = house.casemate("drill", "--json");
            assertThat(drill.exit()).isEqualTo(1);
            String page = page(house);
            for (String promise : OFF) {
                assertThat(drill.out().lines().filter(l -> l.contains("\"promise\":\"" + promise + "\"")))
                        .as(promise)
                        .isNotEmpty()
                        .anySatisfy(l -> assertThat(l).contains("\"state\":\"broken\""));
                assertThat(page).contains(promise);
            }
            assertThat(page).containsPattern("\"broken\":\\s*" + OFF.size());
        }
    }

    private static String page(House house) throws Exception {
        try (Surfer surfer = new Surfer(house.data().resolve("local-ca.pem"), InetAddress.ofLiteral("127.0.0.1"))) {
            return surfer.get(house.url("trust") + "/trust.json");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
