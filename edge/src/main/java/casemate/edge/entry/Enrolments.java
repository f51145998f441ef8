package casemate.edge.entry;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which device links were opened here, until a snapshot knows the devices by their cookies. On disk before the browser
/// gets its cookie: a link works once, whatever crashes.
public final class Enrolments {
    private static final String TYPE = "enrolments.v1";
    private static final int MAX_BYTES = 4 << 20;
    /// Links opened while control is away; more must wait until it is back.
    private static final int MAX_OPENED = 10_000;

    /// One opened link.
    ///
    /// @param code digest of the link's code
    /// @param cookie digest of the secret in the cookie that came of it
    public record Opened(String device, String code, String cookie) {
        private Json json() {
            return Json.object()
                    .put("device", device)
                    .put("code", code)
                    .put("cookie", cookie)
                    .build();
        }

        private static Opened read(Json json) {
            if (json instanceof Json.Obj o) {
                o.only("device", "code", "cookie");
                return new Opened(o.text("device"), o.text("code"), o.text("cookie"));
            }
            throw Refusal.invalid("enrolments-malformed", "An object was expected.");
        }
    }

    private final Path file;
    private final Map<String, Opened> byCode = new ConcurrentHashMap<>();
    private final Map<String, Opened> byCookie = new ConcurrentHashMap<>();

    private Enrolments(Path file) {
        this.file = file;
    }

    /// @throws Refusal when the file is damaged: links that were opened would work again
    public static Enrolments open(Path file) throws IOException {
        Enrolments made = new Enrolments(file);
        if (Files.exists(file)) {
            try {
                Json.Obj o =
                        Json.parseObject(Files.readAllBytes(file), MAX_BYTES).only("type", "opened");
                o.list("opened", Opened::read).forEach(made::remember);
            } catch (Refusal e) {
                throw Refusal.invalid(
                        "enrolments-damaged",
                        "The file " + file + " cannot be read (" + e.text()
                                + "); revoke the devices that wait for their link, then delete it.");
            }
        }
        return made;
    }

    /// Notes durably that a link was opened; false when it was before, or there is no room.
    public synchronized boolean note(Opened opened) throws IOException {
        if (byCode.size() >= MAX_OPENED || byCode.containsKey(opened.code())) {
            return false;
        }
        List<Opened> all = java.util.stream.Stream.concat(byCode.values().stream(), java.util.stream.Stream.of(opened))
                .toList();
        DurableFile.write(
                file,
                Json.object()
                        .put("type", TYPE)
                        .put("opened", Json.array(all, Opened::json))
                        .build()
                        .canonical());
        remember(opened);
        return true;
    }

    private void remember(Opened opened) {
        byCode.put(opened.code(), opened);
        byCookie.put(opened.cookie(), opened);
    }

    /// The code of the link that a cookie came from.
    Optional<String> code(String cookieDigest) {
        return Optional.ofNullable(byCookie.get(cookieDigest)).map(Opened::code);
    }

    boolean used(String code) {
        return byCode.containsKey(code);
    }

    public List<Opened> all() {
        return List.copyOf(byCode.values());
    }

    /// Forgets what the snapshot in force knows better. The file follows with the next link.
    ///
    /// @param waits whether a device still waits under this code
    public synchronized void keep(Predicate<String> waits) {
        List<Opened> known =
                byCode.values().stream().filter(one -> !waits.test(one.code())).collect(Collectors.toList());
        for (Opened one : known) {
            byCode.remove(one.code());
            byCookie.remove(one.cookie());
        }
    }
}
