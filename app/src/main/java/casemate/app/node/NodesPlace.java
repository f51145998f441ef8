package casemate.app.node;

import casemate.base.Refusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a house listens for nodes.
///
/// @param address of this machine; all of them when nobody chose one
/// @param told how agents on other machines are told it: a name or an address
/// @param port from 1 to 65535
public record NodesPlace(InetAddress address, String told, int port) {
    private static final int MOST_PORT = 65_535;

    /// @throws Refusal `nodes-port-malformed`
    public NodesPlace {
        if (port < 1 || port > MOST_PORT) {
            throw Refusal.invalid("nodes-port-malformed", "--nodes-port takes a port from 1 to 65535, such as 8444.");
        }
    }

    /// @param typed a literal address; empty for the usual one
    /// @param usual where the edge listens
    /// @param name under which that is found
    /// @throws Refusal `nodes-address-malformed`, `nodes-port-malformed`
    public static NodesPlace of(int port, String typed, String usual, String name) {
        try {
            InetAddress address = InetAddress.ofLiteral(typed.isEmpty() ? usual : typed);
            return new NodesPlace(address, address.isAnyLocalAddress() ? name : bracketed(address), port);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid(
                    "nodes-address-malformed", "--nodes-address takes an address of this machine, such as 192.0.2.1.");
        }
    }

    private static String bracketed(InetAddress address) {
        String literal = address.getHostAddress();
        return literal.contains(":") ? "[" + literal + "]" : literal;
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(address, port);
    }

    /// As `casemate agent --house` takes it.
    public String house() {
        return told + ":" + port;
    }
}
