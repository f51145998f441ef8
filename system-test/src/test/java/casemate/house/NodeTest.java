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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// An agent on a machine of its own: it joins by a token, keeps a standby that counts as one in another region, is
/// killed and comes back, takes over while somebody writes, is left again, and hears nothing more once it is removed.
/// By hand, `-Dcasemate.nodes=true`: CI has no time for another house with two standbys.
@EnabledIfSystemProperty(named = "casemate.nodes", matches = "true", disabledReason = "another house, two standbys")
class NodeTest {
    private static final int NODES_PORT = 8444;
    private static final int GATEWAY_PORT = 8445;
    private static final String ACCOUNT = "keeper";
    private static final String NODE = "second";
    private static final String WIKI = "notes";
    private static final int SOME = 5;

    /// A pod starts, of an image that is there; on a machine that does much else.
    private static final Duration START = Duration.ofMinutes(3);

    /// Between two tries of somebody who writes.
    private static final Duration AGAIN = Duration.ofMillis(300);

    private static final Pattern TOKEN = Pattern.compile("cmn1-\\S+");

    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void a_standby_on_another_machine_counts_and_takes_over_and_nothing_acknowledged_is_lost(@TempDir Path directory)
            throws Exception {
        Path disk = Files.createDirectory(directory.resolve("second"));
        Path account = Files.createDirectory(directory.resolve("account"));
        try (SecondMachine second = SecondMachine.boot(disk);
                SshServer store = SshServer.start(account, Map.of(ACCOUNT, SshServer.ALL), second.first());
                House house = House.up(
                        directory.resolve("data"),
                        House.freePort(),
                        "--region",
                        "IE",
                        "--nodes-port",
                        String.valueOf(NODES_PORT),
                        "--nodes-address",
                        second.first())) {
            declare(house, store, Files.createDirectory(directory.resolve("site")));
            join(house, second);
            share(
                    Path.of(System.getProperty("java.io.tmpdir"), "casemate-test-images"),
                    house.data().resolve("images"));
            Keys keys = house.host("mediawiki", WIKI);
            share(house.data().resolve("images"), second.data().resolve("images"));
            said(house.casemate("replicate", WIKI, "--on", NODE), "standby on " + NODE + ": following");

            second.kill();
            second.start();
            String drilled = said(house.casemate("drill", "BAK-6", "--json"), "\"state\":\"kept\"");
            assertThat(drilled).contains("\"twin\":\"broken\"");
            System.out.println(drilled.strip());

            move(house, keys, NODE, "failover", WIKI);
            move(house, keys, "local", "failback", WIKI);
            said(house.casemate("replicate", WIKI, "--off"), "no standby");
            remove(house, second);
        }
    }

    /// Where both machines reach it: a directory is a place on one machine.
    private static void declare(House house, SshServer store, Path site) {
        said(
                house.casemate(
                        "site",
                        "add",
                        "far",
                        "--region",
                        "FR",
                        "--place",
                        store.place(site),
                        "--credentials",
                        store.key(ACCOUNT).toString(),
                        "--host-keys",
                        store.hostKey().toString()),
                "far can be written");
    }

    /// By a token that opens once.
    private static void join(House house, SecondMachine second) throws Exception {
        Matcher token = TOKEN.matcher(said(house.casemate("node", "add", NODE, "--region", "FR"), "cmn1-"));
        assertThat(token.find()).isTrue();
        String[] first = {
            "--house", second.first() + ":" + NODES_PORT,
            "--token", token.group(),
            "--gateway", second.own() + ":" + GATEWAY_PORT
        };
        second.start(first);
        assertThat(said(house.casemate("node", "list"), NODE)).doesNotContain(token.group());
    }

    /// Moves the wiki while somebody writes: what was acknowledged before, meanwhile and afterwards is there.
    private void move(House house, Keys keys, String to, String... command) throws Exception {
        AtomicBoolean writing = new AtomicBoolean(true);
        List<String> mine = new CopyOnWriteArrayList<>();
        Thread author = Thread.ofVirtual().start(() -> write(house, keys, to, writing, mine));
        Eventually.until("some pages", START, () -> mine.size() >= SOME);
        Instant asked = Instant.now();
        said(house.casemate(command), "moved to " + to);
        int before = mine.size();
        Eventually.until("pages from the other machine", START, () -> mine.size() >= before + SOME);
        Duration moved = Duration.between(asked, Instant.now());
        writing.set(false);
        author.join();
        written.addAll(mine);
        try (Surfer surfer = surfer(house)) {
            Encyclopaedia wiki = new Encyclopaedia(surfer, house.url(WIKI));
            for (String page : written) {
                assertThat(wiki.has(page)).as(page).isTrue();
            }
        }
        System.out.printf(
                "moved to %s, pages again after %d ms; %d pages acknowledged, all of them there%n",
                to, moved.toMillis(), written.size());
    }

    /// Goes on as a person would: what fails is not acknowledged, and is tried again a little later.
    private static void write(House house, Keys keys, String to, AtomicBoolean writing, List<String> mine) {
        try (Surfer surfer = surfer(house)) {
            Encyclopaedia wiki = new Encyclopaedia(surfer, house.url(WIKI));
            boolean in = false;
            for (int n = 0; writing.get(); n++) {
                try {
                    if (!in) {
                        wiki.signIn(keys);
                        in = true;
                    }
                    String page = "Towards-" + to + "-" + n + "-x";
                    wiki.write(page);
                    mine.add(page);
                } catch (IOException _) {
                    Thread.sleep(AGAIN);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Surfer surfer(House house) throws IOException, GeneralSecurityException {
        return new Surfer(house.data().resolve("local-ca.pem"), InetAddress.ofLiteral("127.0.77.7"));
    }

    /// In good order; whoever goes on asking is refused at once, and says so.
    private static void remove(House house, SecondMachine second) throws InterruptedException {
        said(house.casemate("node", "remove", NODE), NODE + " is removed");
        assertThat(second.exit()).isEqualTo(2);
        assertThat(second.said()).contains("casemate: There is no such node, or it was removed.");
    }

    private static String said(Command command, String expected) {
        assertThat(command.exit()).as(command.out()).isZero();
        assertThat(command.out()).contains(expected);
        return command.out();
    }

    /// Images that another test made on this machine are not made once more; their names say what they are made of.
    private static void share(Path from, Path to) throws IOException {
        if (Files.notExists(from)) {
            return;
        }
        try (Stream<Path> images = Files.list(from)) {
            for (Path image : images.toList()) {
                Path there = to.resolve(image.getFileName());
                if (!image.getFileName().toString().startsWith(".") && Files.notExists(there)) {
                    Path whole = to.resolve(".unfinished-test");
                    said(Command.run(List.of("cp", "-al", image.toString(), whole.toString())), "");
                    Files.move(whole, there);
                }
            }
        }
    }
}
