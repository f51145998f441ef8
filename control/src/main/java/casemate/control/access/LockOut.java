package casemate.control.access;

import casemate.wire.Access.Need;
import java.net.InetAddress;
import java.util.Optional;

/// Whether a change would shut out those who should get in, whoever makes it first of all.
enum LockOut {
    /// Nobody would be shut out by mistake.
    NONE,
    /// Nobody at all would get in.
    EVERYBODY,
    /// Who makes the change would not get in from where they are.
    SELF;

    /// @param from whose address must stay in; empty for an operator, who is no visitor
    static LockOut of(Restriction change, Optional<InetAddress> from) {
        if (!change.restricted()) {
            return NONE;
        }
        boolean ranges = change.byAddress() && !change.ranges().isEmpty();
        boolean others = change.byDevice() || change.byPassword() || change.signOn();
        boolean someone =
                change.need() == Need.ANY ? ranges || others : (ranges || others) && (!change.byAddress() || ranges);
        if (!someone) {
            return EVERYBODY;
        }
        boolean addressDecides =
                change.byAddress() && (change.need() == Need.ALL || !(change.byPassword() || change.signOn()));
        boolean in = from.map(address ->
                        change.ranges().stream().anyMatch(range -> range.range().contains(address)))
                .orElse(true);
        return addressDecides && !in ? SELF : NONE;
    }
}
