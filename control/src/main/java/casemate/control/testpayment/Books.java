package casemate.control.testpayment;

import casemate.base.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The test provider's objects by their ids, and the events that tell of each change. Used under the provider's one
/// lock.
final class Books {
    static final String EVENT = "event";
    /// Events are told about so long, as Stripe lists them for 30 days.
    private static final Duration LISTED = Duration.ofDays(30);

    private static final int ID_BYTES = 12;

    private final Map<String, Json.Obj> objects = new LinkedHashMap<>();
    private final Shelf shelf;
    private final RandomGenerator chance;
    private final Clock clock;

    Books(Shelf shelf, RandomGenerator chance, Clock clock) {
        this.shelf = shelf;
        this.chance = chance;
        this.clock = clock;
        shelf.all().forEach(object -> objects.put(object.text("id"), object));
    }

    Instant now() {
        return clock.instant();
    }

    /// @throws Problem for an object that is not there, or is something else
    Json.Obj get(String id, String kind) {
        return Optional.ofNullable(objects.get(id))
                .filter(o -> o.text("object").equals(kind))
                .orElseThrow(Problem::unknown);
    }

    Optional<Json.Obj> find(String id) {
        return Optional.ofNullable(objects.get(id));
    }

    /// Of one kind, the oldest first.
    List<Json.Obj> all(String kind) {
        return objects.values().stream()
                .filter(o -> o.text("object").equals(kind))
                .toList();
    }

    /// Begins an object with an id of its own.
    Json.Builder fresh(String prefix, String kind) {
        return Json.object()
                .put("id", id(prefix))
                .put("object", kind)
                .put("created", clock.instant().getEpochSecond())
                .put("livemode", false);
    }

    String id(String prefix) {
        byte[] bytes = new byte[ID_BYTES];
        chance.nextBytes(bytes);
        return prefix + "_test_" + HexFormat.of().formatHex(bytes);
    }

    Json.Obj put(Json.Obj object) {
        shelf.put(object.text("id"), object);
        objects.put(object.text("id"), object);
        return object;
    }

    /// The same object with some members changed.
    Json.Obj change(Json.Obj object, Map<String, Json> changed) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        members.putAll(changed);
        return put(new Json.Obj(members));
    }

    /// Notes that something happened to an object; delivered later.
    void tell(String type, Json.Obj object) {
        put(fresh("evt", EVENT)
                .put("type", type)
                .put("api_version", "test")
                .put("pending_webhooks", 1)
                .put("tries", 0)
                .put("due", clock.instant().getEpochSecond())
                .put("data", Json.object().put("object", object).build())
                .build());
    }

    /// What Stripe's list says: the newest first.
    Json.Obj events(long since, String after, int most) {
        long oldest = Math.max(since, clock.instant().minus(LISTED).getEpochSecond());
        List<Json.Obj> newest = new ArrayList<>(all(EVENT).reversed());
        newest.removeIf(e -> e.integer("created") < oldest);
        int start = after.isEmpty()
                ? 0
                : newest.stream().map(e -> e.text("id")).toList().indexOf(after) + 1;
        List<Json.Obj> page = newest.stream().skip(start).limit(most).toList();
        return Json.object()
                .put("object", "list")
                .put("has_more", newest.size() > start + page.size())
                .put("data", Json.array(page, e -> e))
                .build();
    }
}
