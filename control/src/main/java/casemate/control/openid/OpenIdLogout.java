package casemate.control.openid;

import java.time.Instant;
import java.util.Optional;

/// A provider's word that somebody is signed out there: of one session, or of all when it names none.
///
/// @param id counts once
/// @param until afterwards it would be refused anyway
public record OpenIdLogout(String id, Instant until, Optional<String> subject, Optional<String> sid) {}
