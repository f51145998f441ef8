package casemate.agent.sandbox;

/// A pod's place in the agent's address range: a slot of two addresses (RFC 3021), the even one on the host's end of
/// the link, the odd one inside the pod.
public record Address(int slot) {
    /// 10.203.0.0/16 in pairs.
    public static final int SLOTS = 1 << 15;

    private static final int PAIRS_PER_BYTE = 128;

    public Address {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("slot " + slot);
        }
    }

    public String host() {
        return "10.203." + slot / PAIRS_PER_BYTE + "." + slot % PAIRS_PER_BYTE * 2;
    }

    public String pod() {
        return "10.203." + slot / PAIRS_PER_BYTE + "." + (slot % PAIRS_PER_BYTE * 2 + 1);
    }

    /// At most three letters and digits, for the interface's name.
    String label() {
        return Integer.toString(slot, Character.MAX_RADIX);
    }
}
