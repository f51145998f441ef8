package casemate.edge;

import casemate.edge.flood.AddressKey;
import casemate.edge.flood.Lane;
import casemate.edge.flood.Puzzle;
import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// While an instance or the platform is under attack, a visitor first has to show that it is willing to work: its
/// browser searches numbers for about a second, and gets a pass for an hour. Needs nobody else and remembers nothing.
final class UnderAttack implements Guard {
    /// What [Visit#refused] is told.
    static final String WORD = "work";

    static final String COOKIE = "__Host-casemate-work";
    static final String PASS = "/.casemate/pass";
    private static final int KEY_BYTES = 32;
    private static final int MAX_PARAMETERS = 8;
    /// Browsers keep fewer for one host.
    private static final int MAX_COOKIES = 200;
    /// New visitors in a second, from which the work doubles each time.
    private static final int[] CROWDS = {50, 200, 1_000};

    private final Floods floods;
    private final Routes routes;
    private final WorkPage page = new WorkPage();
    private final Puzzle puzzle;
    private final Clock clock;
    private final RandomGenerator chance;
    private final Lane[] asked = new Lane[CROWDS.length];

    UnderAttack(Floods floods, Routes routes, Clock clock, RandomGenerator chance) {
        this.floods = floods;
        this.routes = routes;
        this.clock = clock;
        this.chance = chance;
        byte[] key = new byte[KEY_BYTES];
        chance.nextBytes(key);
        this.puzzle = new Puzzle(key);
        for (int i = 0; i < asked.length; i++) {
            asked[i] = new Lane(System.nanoTime());
        }
    }

    @Override
    public @Nullable Receiver stop(Request request) {
        boolean wanted =
                routes.defence().underAttack() || request.route().rules().underAttack();
        if (!wanted || floods.off() || floods.spared(request.client())) {
            return null;
        }
        long now = clock.instant().getEpochSecond();
        String who = Long.toHexString(AddressKey.of(request.client())) + " "
                + request.route().host();
        String target = request.head().target();
        if (target.startsWith(PASS + "?")) {
            return redeem(request, who, target.substring(PASS.length() + 1), now);
        }
        String pass = cookie(request.head());
        if (pass != null && puzzle.passes(who, pass, now)) {
            return null;
        }
        return ask(request, who, now);
    }

    private Receiver ask(Request request, String who, long now) {
        request.visit().refused(WORD);
        String accepted = first(request.head(), "accept");
        boolean person = request.head().method("GET") && accepted != null && accepted.contains("text/html");
        if (person) {
            int bits = bits();
            page.ask(request, puzzle.challenge(who, bits, now, chance), bits);
        } else {
            page.explain(request);
        }
        return new Receiver.Discard();
    }

    private Receiver redeem(Request request, String who, String query, long now) {
        Map<String, String> told = parameters(query);
        String to = told.getOrDefault("to", "/");
        // Only a path of this host: whatever else a browser could read as another one goes to the beginning.
        String back = to.matches("/(?![/\\\\])[!-~&&[^\\\\]]*") && !to.startsWith(PASS) ? to : "/";
        if (!puzzle.solved(who, told.getOrDefault("c", ""), told.getOrDefault("n", ""), now)) {
            page.back(request, back, "");
            return new Receiver.Discard();
        }
        page.back(
                request,
                back,
                COOKIE + "=" + puzzle.pass(who, now) + "; Path=/; Max-Age=" + Puzzle.PASS.toSeconds()
                        + "; Secure; HttpOnly; SameSite=Lax");
        return new Receiver.Discard();
    }

    /// The more new visitors, the more work, up to what a phone can bear.
    private int bits() {
        int bits = Puzzle.LEAST_BITS;
        long nanos = System.nanoTime();
        for (int i = 0; i < CROWDS.length; i++) {
            if (!asked[i].request(CROWDS[i], nanos)) {
                bits++;
            }
        }
        return bits;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new HashMap<>();
        for (String pair : query.split("&", MAX_PARAMETERS)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    found.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _) {
                    // A broken escape: as if it had not been sent.
                }
            }
        }
        return found;
    }

    private static @Nullable String cookie(Head head) {
        for (int i = 0; i < head.count(); i++) {
            if (head.name(i).equalsIgnoreCase("cookie")) {
                for (String pair : head.value(i).split(";", MAX_COOKIES)) {
                    if (pair.strip().startsWith(COOKIE + "=")) {
                        return pair.strip().substring(COOKIE.length() + 1);
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable String first(Head head, String name) {
        for (int i = 0; i < head.count(); i++) {
            if (head.name(i).equalsIgnoreCase(name)) {
                return head.value(i);
            }
        }
        return null;
    }

    /// The language of a page of ours.
    static String language(Request request) {
        return Pages.language(request.head().first(Field.ACCEPT_LANGUAGE));
    }
}
