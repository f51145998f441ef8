package casemate.control.node;

import casemate.base.Refusal;
import java.util.regex.Pattern;

/// What a machine says of itself when it joins; checked here, whoever carried it.
///
/// @param key SHA-256 of its public key (SPKI), in 64 lower-case hexadecimal digits
/// @param machine one-way, of the machine's own id, in as many; empty when it has none
/// @param gateway the address or name at which its pods are reached
/// @param gatewayPort 1 to 65535
public record Joining(String key, String machine, String gateway, int gatewayPort) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    /// A name of DNS (RFC 1035: 253 characters) or an address of either kind, in brackets or not.
    private static final Pattern PLACE = Pattern.compile("[0-9A-Za-z.:\\[\\]-]{1,253}");

    private static final int LAST_PORT = 65_535;

    public Joining {
        if (!HASH.matcher(key).matches()
                || !(machine.isEmpty() || HASH.matcher(machine).matches())
                || !PLACE.matcher(gateway).matches()
                || gatewayPort < 1
                || gatewayPort > LAST_PORT) {
            throw Refusal.invalid(
                    "node-malformed",
                    "A node says the hash of its key and of its machine's id, and a gateway's address and port.");
        }
    }
}
