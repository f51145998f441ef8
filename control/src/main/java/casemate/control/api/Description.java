package casemate.control.api;

import casemate.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The OpenAPI 3.1 document of this API, with the address of this platform in it.
final class Description {
    private static final String FILE = "/casemate/control/api/openapi.json";
    private static final int MAX_BYTES = 1 << 20;

    private final Json.Obj json;

    /// @param origin of the portal
    Description(String origin) {
        Map<String, Json> members = new LinkedHashMap<>(read().members());
        members.put(
                "servers",
                new Json.Arr(List.of(Json.object().put("url", origin + "/v1").build())));
        this.json = new Json.Obj(members);
    }

    Json.Obj json() {
        return json;
    }

    static Json.Obj read() {
        try (@Nullable InputStream in = Description.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + FILE);
            }
            return Json.parseObject(in.readAllBytes(), MAX_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
