package casemate.promise;

import casemate.base.Json;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Whom a promise, or a variant of its figures, binds. An empty set means all.
///
/// @param offers by their names in the policy
/// @param regions where the customer's data rests
public record Scope(SequencedSet<String> offers, SequencedSet<Region> regions) {
    /// Everybody, everywhere.
    public static final Scope ALL = new Scope(new LinkedHashSet<>(), new LinkedHashSet<>());

    public Scope {
        offers = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(offers));
        regions = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(regions));
    }

    public boolean covers(String offer, Region region) {
        return (offers.isEmpty() || offers.contains(offer)) && (regions.isEmpty() || regions.contains(region));
    }

    Json.Obj json() {
        return Json.object()
                .put("offers", Json.texts(List.copyOf(offers)))
                .put("regions", Json.array(List.copyOf(regions), r -> Json.of(r.code())))
                .build();
    }

    static Scope read(Json json) {
        Json.Obj o = LeafFields.object(json).only("offers", "regions");
        return new Scope(
                new LinkedHashSet<>(o.list("offers", LeafFields::text)),
                new LinkedHashSet<>(o.list("regions", r -> new Region(LeafFields.text(r)))));
    }
}
