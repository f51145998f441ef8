package casemate.control.provider;

import casemate.control.account.Token;
import java.net.URI;

/// A browser's way to a provider.
///
/// @param browser for a cookie: whoever comes back must be who went
record Going(URI address, Token browser, Connection connection) {}
