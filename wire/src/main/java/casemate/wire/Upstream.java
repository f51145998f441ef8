package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.regex.Pattern;

/// Where the edge finds an application: a literal IP address, so that no resolver decides, and a TCP port.
public record Upstream(String address, int port) {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int MAX_PORT = 65_535;

    public Upstream {
        if (!LITERAL.matcher(address).matches() || port < 1 || port > MAX_PORT) {
            throw Refusal.invalid(
                    "upstream-malformed", "An upstream is a literal IP address and a port from 1 to 65535.");
        }
    }

    Json json() {
        return Json.object().put("address", address).put("port", port).build();
    }

    static Upstream read(Json json) {
        Json.Obj o = Fields.of(json).only("address", "port");
        return new Upstream(o.text("address"), Math.toIntExact(o.integer("port")));
    }
}
