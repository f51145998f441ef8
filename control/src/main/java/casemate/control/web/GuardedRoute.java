package casemate.control.web;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A page or an act that needs a permission.
///
/// @param method of HTTP
/// @param path inside the program, with variables in braces
public record GuardedRoute(String method, String path, Permission needs) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    /// Whether people reach it at the portal, signed in.
    public boolean portal() {
        return path.startsWith(Shell.PORTAL.prefix() + "/") && !api();
    }

    /// Whether it is for programs, which hold tokens: a session opens none of it.
    public boolean api() {
        return path.startsWith(Shell.PORTAL.prefix() + "/v1/");
    }

    public boolean console() {
        return path.startsWith(Shell.CONSOLE.prefix() + "/");
    }

    /// Whether its path names a thing.
    public boolean names() {
        return VARIABLE.matcher(path).find();
    }

    /// The path as people see it.
    ///
    /// @param values for each variable's name
    public String address(UnaryOperator<String> values) {
        return filled(path, values);
    }

    static String filled(String path, UnaryOperator<String> values) {
        return VARIABLE.matcher(path.substring(path.indexOf('/', 1))).replaceAll(m -> values.apply(m.group(1)));
    }
}
