package casemate.control.provider;

import casemate.control.web.Language;
import casemate.control.web.Viewer;
import casemate.control.web.Visitor;
import java.util.Optional;

/// Who came back from a provider, as far as the browser tells.
///
/// @param language that they read, should they be new here
record Guest(Visitor visitor, Language language, Optional<Viewer> viewer) {}
