package casemate.control.scim;

import casemate.base.Json;
import java.util.List;
import java.util.function.Function;

/// Part of a list (RFC 7644, 3.4.2.4).
///
/// @param total how many there are in all
/// @param start the number of the first, counted from one
public record Slice<T>(long total, int start, List<T> items) {
    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    public Slice {
        items = List.copyOf(items);
    }

    public Json.Obj json(Function<T, Json> write) {
        return Json.object()
                .put("schemas", Json.texts(List.of(SCHEMA)))
                .put("totalResults", total)
                .put("startIndex", start)
                .put("itemsPerPage", items.size())
                .put("Resources", Json.array(items, write))
                .build();
    }
}
