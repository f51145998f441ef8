package casemate.control.factor;

import java.util.List;

/// What somebody has besides their password.
public record Standing(List<Generator> generators, int recoveryCodes) {
    public Standing {
        generators = List.copyOf(generators);
    }

    /// Whether sign-in asks for a second step.
    public boolean any() {
        return !generators.isEmpty();
    }

    /// Whether one of them counts presses of a button, and so may run ahead.
    public boolean counts() {
        return generators.stream().anyMatch(g -> g.method() == Method.HOTP);
    }
}
