package casemate.control.audit;

import casemate.base.UserId;
import java.util.List;
import java.util.Optional;

/// Which of a customer's events somebody looks for.
///
/// @param who a person's label, [#OPERATORS], [#PROGRAMS] or [#STRANGERS]; empty for everybody
/// @param rooms where actions begin, such as `signin`; empty for all
public record Sought(Optional<String> who, List<String> rooms) {
    /// With which the label of each of a customer's people begins.
    public static final String PEOPLE = "customer:";

    public static final String OPERATORS = "operator";
    public static final String PROGRAMS = "program";
    public static final String STRANGERS = "anonymous";

    public static final Sought ALL = new Sought(Optional.empty(), List.of());

    public Sought {
        rooms = List.copyOf(rooms);
    }

    /// How the audit names one of a customer's people.
    public static String person(UserId id) {
        return PEOPLE + id;
    }
}
