package casemate.promise;

import casemate.base.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every promise that Casemate knows, found through the sealed [Promise], in the order in which policies and pages list
/// them.
public final class Catalogue {
    private static final Map<Class<?>, CatalogueRow> BY_TYPE = rows();
    private static final Map<PromiseId, CatalogueRow> BY_ID = byId();

    private Catalogue() {}

    /// All ids, in order.
    public static List<PromiseId> ids() {
        return List.copyOf(BY_ID.keySet());
    }

    /// The id of a kind of promise.
    public static PromiseId id(Class<? extends Promise> promise) {
        return row(promise).id();
    }

    static CatalogueRow row(Class<? extends Promise> type) {
        CatalogueRow row = BY_TYPE.get(type);
        if (row == null) {
            throw new IllegalArgumentException(type + " is not a row of the catalogue");
        }
        return row;
    }

    static Optional<CatalogueRow> row(PromiseId id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    static List<CatalogueRow> all() {
        return List.copyOf(BY_ID.values());
    }

    /// Refuses figures outside their bounds; each promise's constructor asks.
    ///
    /// @param figures in the order of the record's components
    static void check(Class<? extends Promise> type, Object... figures) {
        List<Figure> expected = row(type).figures();
        for (int i = 0; i < expected.size(); i++) {
            Figure figure = expected.get(i);
            figure.problem(figures[i]).ifPresent(problem -> {
                throw wrong(figure.name() + " " + problem);
            });
        }
    }

    static Refusal wrong(String what) {
        return Refusal.invalid("figure-out-of-bounds", "The promise cannot be made so: " + what + ".");
    }

    private static Map<Class<?>, CatalogueRow> rows() {
        List<CatalogueRow> rows = new ArrayList<>();
        for (Class<?> area : Promise.class.getPermittedSubclasses()) {
            Arrays.stream(area.getPermittedSubclasses())
                    .map(type -> CatalogueRow.of(type.asSubclass(Promise.class)))
                    .forEach(rows::add);
        }
        Map<Class<?>, CatalogueRow> byType = new LinkedHashMap<>();
        rows.forEach(row -> byType.put(row.type(), row));
        return Collections.unmodifiableMap(byType);
    }

    private static Map<PromiseId, CatalogueRow> byId() {
        Map<PromiseId, CatalogueRow> byId = new LinkedHashMap<>();
        for (CatalogueRow row : BY_TYPE.values()) {
            if (byId.put(row.id(), row) != null) {
                throw new IllegalStateException(row.id() + " stands twice in the catalogue");
            }
        }
        return Collections.unmodifiableMap(byId);
    }
}
