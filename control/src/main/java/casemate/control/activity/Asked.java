package casemate.control.activity;

import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.audit.Deed;
import casemate.control.audit.Sought;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Optional;

/// What somebody wants to see.
///
/// @param by a person's number, `operator`, `program` or `anonymous`; empty for everybody
/// @param kind empty for all
record Asked(String by, Optional<ActivityKind> kind, Deed after) {
    private static final List<String> NOBODYS = List.of(Sought.OPERATORS, Sought.PROGRAMS, Sought.STRANGERS);

    /// An unknown kind or a mangled place shows everything from the newest: nothing is lost by it.
    ///
    /// @throws Refusal `activity-own-only` for who may see their own acts alone and asks for another's
    static Asked of(Page page, String by, String kind, String after) {
        String self = page.signedIn().user().value();
        boolean all = page.may(Permission.ACTIVITY_VIEW);
        if (!all && !by.isEmpty() && !by.equals(self)) {
            throw Refusal.forbidden(
                    "activity-own-only", "You may see your own acts only; ask an administrator for the rest.");
        }
        return new Asked(
                all ? by : self, ActivityKind.find(kind), Deed.read(after).orElse(Deed.NEWEST));
    }

    /// @throws Refusal when `by` is nothing that there could be
    Sought sought() {
        Optional<String> who = by.isEmpty()
                ? Optional.empty()
                : Optional.of(NOBODYS.contains(by) ? by : Sought.person(new UserId(by)));
        return new Sought(who, kind.map(ActivityKind::rooms).orElse(List.of()));
    }

    String kindCode() {
        return kind.map(ActivityKind::code).orElse("");
    }

    boolean newest() {
        return after.equals(Deed.NEWEST);
    }
}
