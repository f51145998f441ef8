package casemate.control.signin;

import casemate.control.account.Token;
import java.util.Optional;

/// A session that has just begun.
///
/// @param session its id
/// @param token for the browser's cookie
/// @param device for the cookie of a browser that was strange before
public record Opened(String session, Token token, Optional<Token> device) {}
