package casemate.control.erasure;

import casemate.base.Json;
import casemate.control.web.Language;
import java.time.ZoneId;
import java.util.List;

/// Somebody who is told at the end, when their account is gone.
record Reader(String address, Language language, ZoneId zone) {
    private static final int MOST_BYTES = 1 << 20;

    static byte[] write(List<Reader> readers) {
        return Json.object()
                .put("readers", Json.array(readers, Reader::json))
                .build()
                .canonical();
    }

    static List<Reader> read(byte[] bytes) {
        return Json.parseObject(bytes, MOST_BYTES).list("readers", each -> {
            Json.Obj o = (Json.Obj) each;
            return new Reader(o.text("address"), Language.parse(o.text("language")), ZoneId.of(o.text("zone")));
        });
    }

    private Json json() {
        return Json.object()
                .put("address", address)
                .put("language", language.code())
                .put("zone", zone.getId())
                .build();
    }
}
