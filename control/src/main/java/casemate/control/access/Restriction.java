package casemate.control.access;

import casemate.wire.Access;
import casemate.wire.Access.Need;
import java.util.List;
import java.util.Optional;

/// Who gets in to one instance, as its administrator has set it.
///
/// @param restricted whether it is in force; otherwise everybody gets in
/// @param password the verifier of the shared password, if one is set
/// @param generation rises when what was proved shall count no more
public record Restriction(
        boolean restricted,
        Need need,
        boolean byAddress,
        boolean byDevice,
        boolean signOn,
        Optional<String> password,
        long generation,
        List<NamedRange> ranges) {
    /// Of an instance about which nobody has said anything.
    static final Restriction NONE =
            new Restriction(false, Need.ANY, false, false, false, Optional.empty(), 0, List.of());

    public Restriction {
        ranges = List.copyOf(ranges);
    }

    /// Whether the password may show who is there.
    public boolean byPassword() {
        return password.isPresent();
    }

    Restriction with(Rules wish) {
        // Whoever was let in by signing on must not find the door open when the way is closed and opened again.
        long next = signOn != wish.signOn() ? generation + 1 : generation;
        return new Restriction(
                wish.restricted(),
                wish.need(),
                wish.byAddress(),
                wish.byDevice(),
                wish.signOn(),
                password,
                next,
                wish.ranges());
    }

    Restriction with(Optional<String> verifier) {
        return new Restriction(restricted, need, byAddress, byDevice, signOn, verifier, generation + 1, ranges);
    }

    Restriction next() {
        return new Restriction(restricted, need, byAddress, byDevice, signOn, password, generation + 1, ranges);
    }

    /// What the form about the rules says.
    public record Rules(
            boolean restricted,
            Need need,
            boolean byAddress,
            boolean byDevice,
            boolean signOn,
            List<NamedRange> ranges) {
        public Rules {
            ranges = List.copyOf(ranges);
        }
    }

    Access access(List<casemate.wire.Device> devices) {
        return new Access(
                need,
                byAddress,
                ranges.stream().map(NamedRange::range).toList(),
                byDevice,
                devices,
                password,
                signOn,
                generation);
    }
}
