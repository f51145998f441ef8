package casemate.app;

import casemate.app.house.RecoveryHalf;
import casemate.base.Json;
import casemate.promise.PromiseId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a person needs to know once the platform is up.
final class Summary {
    private static final String KEPT = "kept";
    private static final String BROKEN = "broken";
    private static final int MANY = 10;

    private final UpSettings settings;
    private final PlatformApi api;

    Summary(UpSettings settings, PlatformApi api) {
        this.settings = settings;
        this.api = api;
    }

    String text() throws InterruptedException {
        Path keys = settings.data().resolve("keys");
        StringBuilder text = new StringBuilder("\n");
        line(text, "portal", settings.url("portal"), "customers sign up, and see their instances");
        line(
                text,
                "console",
                settings.url("console"),
                settings.operator() + ", first password in " + keys.resolve(FirstRun.OPERATOR_PASSWORD));
        line(text, "trust page", settings.url("trust"), "what is promised, how it stands, and the proof");
        for (Json.Obj instance : instances()) {
            line(text, "instance", instance.text("url"), instance.text("blueprint") + ", " + instance.text("state"));
        }
        Path first = keys.resolve(FirstRun.CUSTOMER_PASSWORDS);
        if (Files.exists(first)) {
            text.append("\n  The first customer is ").append(settings.firstCustomer());
            text.append("; how to sign in to portal and wiki stands in ")
                    .append(first)
                    .append('\n');
        }
        text.append("\n  Browsers warn until they trust this platform's own authority:\n    ");
        text.append(settings.data().resolve(DataDirectory.LOCAL_AUTHORITY)).append("\n\n");
        recovery(text, keys.resolve(RecoveryHalf.KEY_FILE));
        promises(text);
        return text.toString();
    }

    /// Until the operator has taken it away.
    private static void recovery(StringBuilder text, Path key) {
        if (Files.exists(key)) {
            text.append(
                    "  Whoever loses this machine gets the house back with its recovery key: take it away from here.\n    ");
            text.append(key).append("\n\n");
        }
    }

    private List<Json.Obj> instances() throws InterruptedException {
        return api.get("/instances?limit=" + MANY).list("instances", i -> (Json.Obj) i).stream()
                .filter(i -> !i.text("state").equals("erased"))
                .toList();
    }

    /// A promise with several drills is as good as the worst of them.
    private void promises(StringBuilder text) throws InterruptedException {
        SortedMap<PromiseId, String> worst = new TreeMap<>();
        for (Json.Obj drill : api.get("/drills").list("drills", d -> (Json.Obj) d)) {
            if (drill.bool("promised")) {
                worst.merge(new PromiseId(drill.text("promise")), drill.text("state"), Summary::worse);
            }
        }
        long promised = api.get("/policy").obj("inForce").integer("promises");
        List<PromiseId> kept = in(worst, KEPT);
        List<PromiseId> broken = in(worst, BROKEN);
        text.append("  promises   ").append(kept.size()).append(" kept").append(names(kept));
        text.append(", ").append(broken.size()).append(" broken").append(names(broken));
        text.append(", ")
                .append(promised - kept.size() - broken.size())
                .append(" unproved of ")
                .append(promised);
        text.append('\n');
    }

    private static String worse(String one, String other) {
        if (one.equals(BROKEN) || other.equals(BROKEN)) {
            return BROKEN;
        }
        return one.equals(KEPT) ? other : one;
    }

    private static List<PromiseId> in(Map<PromiseId, String> worst, String state) {
        return worst.entrySet().stream()
                .filter(e -> e.getValue().equals(state))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String names(List<PromiseId> ids) {
        return ids.isEmpty() ? "" : ids.stream().map(PromiseId::value).collect(Collectors.joining(", ", " (", ")"));
    }

    private static void line(StringBuilder text, String name, String address, String what) {
        text.append(String.format("  %-10s %-44s %s%n", name, address, what));
    }
}
