package casemate.control.signin;

import casemate.control.account.Kind;
import casemate.control.account.Token;
import casemate.control.web.Cookies;
import jakarta.servlet.http.HttpServletRequest;

/// One of the two doors at which people sign in, with a cookie of its own.
///
/// @param cookie the session's
/// @param device the cookie by which a browser is recognised that signed in before
record Gate(Kind kind, String cookie, String device) {
    private static final Gate PORTAL = new Gate(Kind.CUSTOMER, "__Host-session", "__Host-device");
    private static final Gate CONSOLE = new Gate(Kind.OPERATOR, "__Host-operator", "__Host-operator-device");

    boolean operator() {
        return kind == Kind.OPERATOR;
    }

    /// The header that gives a browser its session. The cookie lives as long as a session may at most; the row decides.
    String keep(Token token) {
        return Cookies.write(cookie, token.reveal(), SessionRules.of(operator()).absolute());
    }

    static Gate portal() {
        return PORTAL;
    }

    static Gate of(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/console/") ? CONSOLE : PORTAL;
    }
}
