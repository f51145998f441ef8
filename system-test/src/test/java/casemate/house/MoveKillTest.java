package casemate.house;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.testkit.Eventually;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the whole house (control, both agents, edge, database) at a random moment of a move to the standby and
/// back, while somebody writes: the next `up` ends the move, and every page that was acknowledged is there. By hand:
/// `-Dcasemate.moves=10`, an hour on two cores; `-Dcasemate.seed=…` for the same moments once more.
@EnabledIfSystemProperty(named = "casemate.moves", matches = "[0-9]+")
class MoveKillTest {
    private static final int MOVES = Integer.getInteger("casemate.moves", 0);
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(25);
    private static final Duration MOVE = Duration.ofMinutes(12);
    private static final Duration VANISH = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final int MAX_ANSWER = 100_000;
    private static final String NAME = "pedia";

    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void a_house_that_is_killed_while_an_instance_moves_ends_the_move_and_loses_nothing(@TempDir Path directory)
            throws Exception {
        long seed = Long.getLong("casemate.seed", System.nanoTime());
        Random random = new Random(seed);
        Path data = directory.resolve("data");
        int port = House.freePort();
        House house = up(data, port);
        Keys keys = house.host("mediawiki", NAME);
        must(house, "backup", "now", NAME);
        for (int move = 0; move < MOVES; move++) {
            boolean away = move % 2 == 0;
            if (away) {
                must(house, "replicate", NAME);
            }
            String to = away ? "standby" : "local";
            House now = house;
            Thread author = Thread.ofVirtual().start(() -> write(now, keys));
            Thread order = Thread.ofVirtual().start(() -> now.casemate(away ? "failover" : "failback", NAME));
            Duration life = Duration.ofMillis(random.nextLong(LONGEST_LIFE.toMillis()));
            LockSupport.parkNanos(life.toNanos());
            String state = replica(house).text("state");
            house.kill();
            author.join();
            order.join();
            Eventually.until(
                    "the killed platform's remains vanish (seed " + seed + ")",
                    VANISH,
                    () -> Remains.of(data).isEmpty());
            house = up(data, port);
            House again = house;
            Eventually.until("the move to " + to + " ends (seed " + seed + ")", MOVE, () -> {
                Json.Obj replica = replica(again);
                if (stands(replica, away)) {
                    // Killed before the order was heard, or given up: it is ordered as by somebody who looks.
                    again.casemate(away ? "failover" : "failback", NAME);
                }
                return replica.text("primary").equals(to)
                        && replica.text("state").equals("alone");
            });
            List<String> lost = lost(house, keys);
            System.out.printf(
                    "move %d to %s, killed after %d ms (%s): %d pages acknowledged, lost %s%n",
                    move, to, life.toMillis(), state, written.size(), lost);
            assertThat(lost).as("seed " + seed).isEmpty();
        }
        house.close();
        assertThat(Remains.of(data)).isEmpty();
        assertThat(written).hasSizeGreaterThan(MOVES);
        System.out.printf("%d moves, %d pages acknowledged and there, seed %d%n", MOVES, written.size(), seed);
    }

    private static House up(Path data, int port) throws Exception {
        return House.up(data, port, "--standby-region", "IE");
    }

    private static boolean stands(Json.Obj replica, boolean away) {
        return away
                ? replica.text("state").equals("following") && !replica.bool("moving")
                : replica.text("state").equals("alone")
                        && !replica.text("primary").equals(replica.text("home"));
    }

    private static void must(House house, String... arguments) {
        Command command = house.casemate(arguments);
        assertThat(command.exit()).as(command.out()).isZero();
    }

    private static Json.Obj replica(House house) {
        String said = house.casemate("replicate", "--json").out();
        String answer = said.lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
        return Json.parseObject(answer.getBytes(StandardCharsets.UTF_8), MAX_ANSWER)
                .list("replicas", each -> (Json.Obj) each)
                .getFirst();
    }

    /// Until the house is gone. What is not answered was not acknowledged; while the instance moves nothing is.
    private void write(House house, Keys keys) {
        while (house.isAlive()) {
            try (Surfer surfer = surfer(house)) {
                Encyclopaedia wiki = new Encyclopaedia(surfer, house.url(NAME));
                wiki.signIn(keys);
                while (true) {
                    String title = "Page" + System.nanoTime();
                    wiki.write(title);
                    written.add(title);
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
            } catch (Exception _) {
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    private List<String> lost(House house, Keys keys) throws Exception {
        try (Surfer surfer = surfer(house)) {
            Encyclopaedia wiki = new Encyclopaedia(surfer, house.url(NAME));
            Eventually.until("the instance answers", MOVE, () -> {
                wiki.signIn(keys);
                return true;
            });
            List<String> lost = new ArrayList<>();
            for (String title : written) {
                if (!wiki.has(title)) {
                    lost.add(title);
                }
            }
            return lost;
        }
    }

    private static Surfer surfer(House house) throws Exception {
        return new Surfer(house.data().resolve("local-ca.pem"), InetAddress.ofLiteral("127.0.44.7"));
    }
}
