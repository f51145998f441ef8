package casemate.control.activity;

import casemate.control.audit.Event;
import java.util.Map;
import java.util.Optional;

/// One event as a customer reads it. Which operator it was is the vendor's own affair, and so is what programs and
/// operators note down with it.
///
/// @param who did it
/// @param on the name of what it was done to; empty where nobody here has a name for it, or where it says nothing new
/// @param where it was done from, in words; empty where that is not known any more, or not the reader's to know
/// @param noted what else the audit has of it
record Act(Event event, Who who, Optional<String> on, Optional<Whence> where, Map<String, String> noted) {
    Act {
        noted = Map.copyOf(noted);
    }

    /// Who did something.
    ///
    /// @param key in [casemate.control.web.Words] of what they are called; empty where there is a name
    /// @param name an address of e-mail, shown to those who may see people
    /// @param by as the page's address names them
    record Who(String key, String name, String by) {}

    /// From where something was done.
    ///
    /// @param place of the network, in the reader's language, with a separator after it; may be empty
    /// @param token the name of the token that was used; empty for a browser
    record Whence(String place, String address, String device, Optional<String> token) {}

    /// The key of what was done.
    String did() {
        return "activity.did." + event.action();
    }
}
