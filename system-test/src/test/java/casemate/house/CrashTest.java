package casemate.house;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.testkit.Eventually;
import casemate.testkit.SshServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` while customers sign up and write: what was acknowledged is there afterwards, and nothing is left behind.
/// Then the whole house is lost, and all of it comes back from an account of another host and the recovery key: rows,
/// ledger, sign-ins with password and second factor, and what the instances held.
class CrashTest {
    /// CI has no time for more; `-Dcasemate.kills=20` does.
    private static final int KILLS = Integer.getInteger("casemate.kills", 3);

    private static final int LONGEST_LIFE_MILLIS = 6_000;
    private static final Duration VANISH = Duration.ofSeconds(20);
    private static final Duration RESUME = Duration.ofMinutes(2);
    private static final String PASSWORD = "seventeen green lamps";

    private final List<String> signedUp = new CopyOnWriteArrayList<>();
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void nothing_acknowledged_is_lost_by_kills_and_all_of_it_survives_the_loss_of_the_house(@TempDir Path directory)
            throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path data = directory.resolve("data");
        int port = House.freePort();
        House house = House.up(data, port);
        Keys keys = house.host("dokuwiki", "crash");
        for (int kill = 1; kill <= KILLS; kill++) {
            awaitWiki(house);
            Thread customers = writer(house, kill, this::signUps);
            Thread author = writer(house, kill, (h, k, surfer) -> write(h, k, surfer, keys));
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)).toNanos());
            house.kill();
            customers.join();
            author.join();
            Eventually.until("the killed platform's remains vanish (seed " + seed + ")", VANISH, () -> {
                List<String> remains = Remains.of(data);
                if (!remains.isEmpty()) {
                    throw new AssertionError(remains.toString());
                }
                return true;
            });
            house = House.up(data, port);
        }
        long entries;
        Loss loss;
        Operator operator;
        Path account = Files.createDirectory(directory.resolve("account"));
        try (SshServer server = Loss.store(account);
                Surfer stayed = surfer(house, 202)) {
            try (House last = house) {
                operator = last.operator();
                operator.in(stayed);
                entries = allIsThere(last);
                loss = Loss.of(last, server, directory, "crash", "wiki");
            }
            assertThat(loss.restore(data)).contains("2 instances to bring back");
            try (House restored = House.up(data, port)) {
                restored.operator().takeTokenOf(operator);
                assertThat(allIsThere(restored)).isGreaterThan(entries);
                assertThat(restored.casemate("instances").out()).contains("crash", "wiki");
                assertThat(stayed.get(restored.url("console") + "/mail"))
                        .as("who was signed in when the copy was made still is")
                        .contains("/sign-out");
                customerIsIn(restored);
            }
        }
        assertThat(Remains.of(data)).isEmpty();
        System.out.printf(
                "%d kills, %d sign-ups and %d pages acknowledged and there%n", KILLS, signedUp.size(), written.size());
    }

    /// Every page and sign-up that was acknowledged, the operator's sign-in, and a ledger that verifies.
    ///
    /// @return how many entries the ledger has
    private long allIsThere(House house) throws Exception {
        awaitWiki(house);
        assertThat(written)
                .isNotEmpty()
                .allSatisfy(page -> assertThat(page(house, page)).contains("text of " + page));
        String mail = allMail(house);
        assertThat(signedUp).isNotEmpty().allSatisfy(email -> assertThat(mail).contains(email));
        Path ledger = house.data().resolve("ledger");
        Command verify = house.casemate("verify", ledger.toString());
        assertThat(verify.exit()).as(verify.out()).isZero();
        return Long.parseLong(Files.readAllLines(ledger.resolve("checkpoint")).get(1));
    }

    /// With the password of before.
    private static void customerIsIn(House house) throws Exception {
        String signIn = house.url("portal") + "/sign-in";
        try (Surfer surfer = surfer(house, 203)) {
            assertThat(surfer.submit(
                            signIn, signIn, Map.of("email", house.firstCustomer(), "password", house.firstPassword())))
                    .contains("/sign-out");
        }
    }

    private interface Work {
        void go(House house, int kill, Surfer surfer) throws Exception;
    }

    /// Works until the platform is gone: then a request fails, and only what was answered before counts.
    private static Thread writer(House house, int kill, Work work) {
        return Thread.ofVirtual().start(() -> {
            try (Surfer surfer = surfer(house, kill)) {
                work.go(house, kill, surfer);
            } catch (Exception _) {
                // The kill: whatever was under way was not acknowledged.
            }
        });
    }

    private static Surfer surfer(House house, int address) throws IOException, GeneralSecurityException {
        return new Surfer(house.data().resolve("local-ca.pem"), InetAddress.ofLiteral("127.0." + address + ".7"));
    }

    private void signUps(House house, int kill, Surfer surfer) throws Exception {
        String page = house.url("portal") + "/sign-up";
        for (int n = 0; house.isAlive(); n++) {
            String email = "c" + kill + "-" + n + "@example.org";
            if (surfer.submit(page, page, Map.of("email", email, "password", PASSWORD))
                    .contains(email)) {
                signedUp.add(email);
            }
        }
    }

    private void write(House house, int kill, Surfer surfer, Keys keys) throws Exception {
        String wiki = house.url("crash") + "/doku.php";
        surfer.submit(
                wiki + "?id=start&do=login",
                wiki + "?id=start",
                Map.of("do", "login", "id", "start", "u", keys.user(), "p", keys.password()));
        for (int n = 0; house.isAlive(); n++) {
            String name = "p" + kill + "-" + n;
            String text = "text of " + name;
            String answer = surfer.submit(
                    wiki + "?id=" + name + "&do=edit", wiki, Map.of("id", name, "wikitext", text, "do[save]", "1"));
            if (answer.contains(text) && !answer.contains("wiki__text")) {
                written.add(name);
            }
        }
    }

    private static void awaitWiki(House house) {
        Eventually.until("the wiki is back", RESUME, () -> !page(house, "start").isEmpty());
    }

    private static String page(House house, String name) throws Exception {
        try (Surfer surfer = surfer(house, 200)) {
            return surfer.get(house.url("crash") + "/doku.php?id=" + name);
        }
    }

    private static String allMail(House house) throws Exception {
        StringBuilder all = new StringBuilder();
        String console = house.url("console");
        try (Surfer surfer = surfer(house, 201)) {
            house.operator().in(surfer);
            String path = "/mail";
            while (!path.isEmpty()) {
                String page = surfer.get(console + path);
                all.append(page);
                int next = page.indexOf("/mail?before=");
                path = next < 0 ? "" : page.substring(next, page.indexOf('"', next));
            }
        }
        return all.toString();
    }
}
