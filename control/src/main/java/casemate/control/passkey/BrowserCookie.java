package casemate.control.passkey;

import casemate.control.account.Token;
import casemate.control.web.Cookies;
import casemate.control.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;

/// Tells the browser that was asked from every other one. All its tabs have the same.
final class BrowserCookie {
    private static final String NAME = "__Host-passkey";

    private final SecureRandom chance;

    BrowserCookie(SecureRandom chance) {
        this.chance = chance;
    }

    /// For a question. The cookie lives as long as the question.
    Token give(Page page, HttpServletRequest request) {
        Token token = Cookies.read(request, NAME).map(Token::presented).orElseGet(() -> Token.random(chance));
        page.keep(Cookies.write(NAME, token.reveal(), Passkeys.LIFE));
        return token;
    }

    /// With an answer; a browser that has none was never asked.
    Token shown(HttpServletRequest request) {
        return Cookies.read(request, NAME).map(Token::presented).orElseGet(() -> Token.random(chance));
    }
}
