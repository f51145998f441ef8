package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What rules of one transaction want hidden from its log: `sanitiseArg`, `sanitiseMatched`, `sanitiseMatchedBytes`,
/// `sanitiseRequestHeader` and `sanitiseResponseHeader`. For one thread; empty until a rule says otherwise.
public final class Masks {
    /// Rules that mask more than this have masked the record: all of it is hidden then.
    static final int MOST = 200;

    private final Set<String> arguments = new LinkedHashSet<>();
    private final Set<String> requestHeaders = new LinkedHashSet<>();
    private final Set<String> responseHeaders = new LinkedHashSet<>();
    private final Set<String> variables = new LinkedHashSet<>();
    private final List<Partial> secrets = new ArrayList<>();

    /// A secret of which the first and the last bytes may be shown.
    record Partial(Bytes secret, int first, int last) {}

    /// Hides the values of the argument of that name, compared without case.
    public void argument(String name) {
        if (room()) {
            arguments.add(name.toLowerCase(Locale.ROOT));
        }
    }

    public void requestHeader(String name) {
        if (room()) {
            requestHeaders.add(name.toLowerCase(Locale.ROOT));
        }
    }

    public void responseHeader(String name) {
        if (room()) {
            responseHeaders.add(name.toLowerCase(Locale.ROOT));
        }
    }

    /// Hides a variable that a rule matched.
    ///
    /// @param variable as the log names it, such as `ARGS:id`
    /// @param value before any transformation
    public void matched(String variable, Bytes value) {
        if (room()) {
            variables.add(variable.toLowerCase(Locale.ROOT));
            secrets.add(new Partial(value, 0, 0));
        }
    }

    /// Hides only what the rule found, wherever it is shown, but for its first and last bytes.
    ///
    /// @param found the part of the value that the operator found
    public void matchedBytes(Bytes found, int first, int last) {
        if (room()) {
            secrets.add(new Partial(found, first, last));
        }
    }

    Set<String> arguments() {
        return arguments;
    }

    Set<String> requestHeaders() {
        return requestHeaders;
    }

    Set<String> responseHeaders() {
        return responseHeaders;
    }

    /// Values that were matched, in whatever variable.
    List<Partial> secrets() {
        return secrets;
    }

    /// Names of the members of these collections of which all is hidden, in lower case.
    Set<String> membersOf(String... collections) {
        Set<String> members = new LinkedHashSet<>();
        for (String variable : variables) {
            for (String collection : collections) {
                if (variable.startsWith(collection + ":")) {
                    members.add(variable.substring(collection.length() + 1));
                }
            }
        }
        return members;
    }

    /// @param variable in lower case
    boolean hidesAll(String variable) {
        return variables.contains(variable);
    }

    boolean everything() {
        return size() >= MOST;
    }

    private boolean room() {
        return size() < MOST;
    }

    private int size() {
        return arguments.size() + requestHeaders.size() + responseHeaders.size() + secrets.size();
    }
}
