package casemate.base;

/// A wish that cannot be granted, and that its author can mend. The message is one line, says what to do next, and
/// holds no secret and no
/// other customer's name: it is shown as it stands (RFC 9457 `detail` in HTTP, exit code 2 on the command line).
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why, in the terms that HTTP and the command line map to their own codes.
    public enum Kind {
        /// The input is malformed or breaks a rule (HTTP 422).
        INVALID,
        /// Nobody is signed in (HTTP 401).
        UNAUTHENTICATED,
        /// Signed in, but not allowed (HTTP 403).
        FORBIDDEN,
        /// No such thing, or not one the caller may know of (HTTP 404).
        NOT_FOUND,
        /// The thing is not in a state that allows it (HTTP 409).
        CONFLICT,
        /// Larger than a named bound (HTTP 413).
        TOO_LARGE,
        /// Too often (HTTP 429).
        TOO_MANY
    }

    private final Kind kind;
    private final String code;

    /// @param kind the class of failure
    /// @param code a stable kebab-case name, such as `slug-taken`; the tail of the problem's type
    /// @param message one line for the caller
    public Refusal(Kind kind, String code, String message) {
        super(oneLine(message));
        this.kind = kind;
        this.code = code;
    }

    public static Refusal invalid(String code, String message) {
        return new Refusal(Kind.INVALID, code, message);
    }

    public static Refusal notFound(String code, String message) {
        return new Refusal(Kind.NOT_FOUND, code, message);
    }

    public static Refusal conflict(String code, String message) {
        return new Refusal(Kind.CONFLICT, code, message);
    }

    public static Refusal forbidden(String code, String message) {
        return new Refusal(Kind.FORBIDDEN, code, message);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    /// The message; never null, unlike that of other throwables.
    public String text() {
        return String.valueOf(getMessage());
    }

    private static String oneLine(String message) {
        return message.replace('\n', ' ').replace('\r', ' ').strip();
    }
}
