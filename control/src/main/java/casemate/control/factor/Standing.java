package casemate.control.factor;

import java.util.List;

/// What somebody has besides their password.
///
/// @param others kinds of factors of other rooms, of which they have one at least
public record Standing(List<Generator> generators, int recoveryCodes, List<OtherFactor> others) {
    public Standing {
        generators = List.copyOf(generators);
        others = List.copyOf(others);
    }

    /// Whether sign-in asks for a second step.
    public boolean any() {
        return codes() || !others.isEmpty();
    }

    /// Whether an app or a token shows codes.
    public boolean codes() {
        return !generators.isEmpty();
    }

    /// Whether one of them counts presses of a button, and so may run ahead.
    public boolean counts() {
        return generators.stream().anyMatch(g -> g.method() == Method.HOTP);
    }
}
