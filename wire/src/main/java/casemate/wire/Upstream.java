package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.regex.Pattern;

/// Where the edge finds an application: a literal IP address, so that no resolver decides, a TCP port, and what is
/// spoken there.
public record Upstream(String address, int port, Protocol protocol) {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int MAX_PORT = 65_535;

    /// What an application speaks.
    public enum Protocol {
        /// The usual, said by saying nothing.
        HTTP1,
        /// HTTP/2 in clear, with prior knowledge (RFC 9113, 3.3).
        H2C
    }

    public Upstream {
        if (!LITERAL.matcher(address).matches() || port < 1 || port > MAX_PORT) {
            throw Refusal.invalid(
                    "upstream-malformed", "An upstream is a literal IP address and a port from 1 to 65535.");
        }
    }

    /// One that speaks HTTP/1.1.
    public Upstream(String address, int port) {
        this(address, port, Protocol.HTTP1);
    }

    Json json() {
        Json.Builder o = Json.object().put("address", address).put("port", port);
        if (protocol != Protocol.HTTP1) {
            o.put("protocol", Fields.word(protocol));
        }
        return o.build();
    }

    static Upstream read(Json json) {
        Json.Obj o = Fields.of(json).only("address", "port", "protocol");
        return new Upstream(
                o.text("address"),
                Math.toIntExact(o.integer("port")),
                o.find("protocol")
                        .map(_ -> Fields.constant(Protocol.class, o.text("protocol")))
                        .orElse(Protocol.HTTP1));
    }
}
