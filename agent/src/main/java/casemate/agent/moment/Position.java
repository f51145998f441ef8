package casemate.agent.moment;

import casemate.base.Json;

/// How far a log was copied.
///
/// @param file empty before the first
/// @param tail what stood there: a page that is still being filled is looked at again
record Position(String file, long offset, String tail) {
    static final Position NONE = new Position("", 0, "");

    Json.Obj json() {
        return Json.object()
                .put("file", file)
                .put("offset", offset)
                .put("tail", tail)
                .build();
    }

    static Position read(Json.Obj o) {
        return new Position(o.text("file"), o.integer("offset"), o.text("tail"));
    }
}
