package casemate.promise;

import casemate.base.Json;
import java.time.Instant;

/// The leaf that says that the house was lost and came back from a copy: what was recorded between the copy and the
/// loss is not in this ledger. It is the first one after the copy's last.
///
/// @param copy when the copy was made that the ledger goes on from
/// @param restored when that was done
public record HouseRestored(Instant copy, Instant restored) implements Leaf {
    public static final String TYPE = "casemate.restored.v1";

    public HouseRestored {
        copy = LeafFields.millis(copy);
        restored = LeafFields.millis(restored);
        if (restored.isBefore(copy)) {
            throw LeafFields.refusal("a house is restored after its copy was made");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Json.Obj json() {
        return Json.object()
                .put("type", TYPE)
                .put("copy", copy)
                .put("restored", restored)
                .build();
    }

    static HouseRestored read(Json.Obj o) {
        o.only("type", "copy", "restored");
        return new HouseRestored(o.instant("copy"), o.instant("restored"));
    }
}
