package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.Set;

/// Passes that count no more although their time is not over: whoever held them has signed out, or was signed out.
///
/// @param before passes issued earlier than this are over, all of them: where single ones would be too many to name
/// @param ids the others
public record EndedPasses(Instant before, Set<String> ids) {
    /// About 3 MB of a snapshot. A pass is named for twelve hours at most: a busy day of a hundred thousand people.
    public static final int MOST = 100_000;

    public static final EndedPasses NONE = new EndedPasses(Instant.EPOCH, Set.of());

    public EndedPasses {
        ids = Set.copyOf(ids);
        if (ids.size() > MOST) {
            throw Refusal.invalid("passes-too-many", "A snapshot names at most " + MOST + " ended passes.");
        }
    }

    public boolean covers(Pass pass) {
        return pass.issued().isBefore(before) || ids.contains(pass.id());
    }

    /// In one order, so that the same passes are always the same bytes.
    Json json() {
        return Json.object()
                .put("before", before)
                .put("ids", Json.texts(ids.stream().sorted().toList()))
                .build();
    }

    static EndedPasses read(Json json) {
        Json.Obj o = Fields.of(json).only("before", "ids");
        return new EndedPasses(o.instant("before"), Set.copyOf(o.list("ids", Fields::text)));
    }
}
