package casemate.control.web;

import java.util.List;
import java.util.function.UnaryOperator;

/// Where the portal takes a form.
///
/// @param path inside the program, with variables in braces
/// @param fields that it is known to read by name
public record PostedForm(String path, List<String> fields) {
    public PostedForm {
        fields = List.copyOf(fields);
    }

    /// The path as people see it.
    ///
    /// @param values for each variable's name
    public String address(UnaryOperator<String> values) {
        return GuardedRoute.filled(path, values);
    }
}
