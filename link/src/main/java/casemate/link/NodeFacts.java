package casemate.link;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.regex.Pattern;

/// What a node says of itself when it joins and each time its program starts.
///
/// @param machine which machine it is, as [Machine] tells: 64 hexadecimal digits; empty when that is not known
/// @param gatewayAddress a literal IP address at which the house reaches the node's [Gateway]
/// @param gatewayPort from 1 to 65535
public record NodeFacts(String machine, String gatewayAddress, int gatewayPort) {
    private static final Pattern MACHINE = Pattern.compile("(?:[0-9a-f]{64})?");
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int MOST_CHARS = 45;
    private static final int MOST_PORT = 65_535;

    /// @throws Refusal `node-facts-malformed`
    public NodeFacts {
        if (!MACHINE.matcher(machine).matches()) {
            throw Refusal.invalid("node-facts-malformed", "A machine's identity has 64 hexadecimal digits, or none.");
        }
        if (gatewayAddress.length() > MOST_CHARS
                || !LITERAL.matcher(gatewayAddress).matches()
                || gatewayPort < 1
                || gatewayPort > MOST_PORT) {
            throw Refusal.invalid(
                    "node-facts-malformed",
                    "A node's gateway is a literal IP address and a port from 1 to 65535: --gateway 192.0.2.2:8445");
        }
    }

    Json json() {
        return Json.object()
                .put("machine", machine)
                .put("gatewayAddress", gatewayAddress)
                .put("gatewayPort", gatewayPort)
                .build();
    }

    static NodeFacts read(Json.Obj o) {
        o.only("machine", "gatewayAddress", "gatewayPort");
        return new NodeFacts(o.text("machine"), o.text("gatewayAddress"), Math.toIntExact(o.integer("gatewayPort")));
    }
}
