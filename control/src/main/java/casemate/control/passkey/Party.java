package casemate.control.passkey;

import casemate.control.web.Shell;
import casemate.control.web.Site;

/// For whom a passkey is made: one of our two sites, by its whole host name. Never the domain above it, under which the
/// customers' applications live, and which could then ask for the portal's passkeys.
///
/// @param id the host name
/// @param origin as browsers write it
record Party(String id, String origin) {
    static Party of(Site site, boolean operator) {
        Shell shell = operator ? Shell.CONSOLE : Shell.PORTAL;
        return new Party(shell.label() + "." + site.domain(), site.origin(shell));
    }
}
