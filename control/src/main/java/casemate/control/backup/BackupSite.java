package casemate.control.backup;

import casemate.base.Refusal;
import casemate.promise.Region;
import java.util.regex.Pattern;

/// A place where copies rest.
///
/// @param name small letters, digits and hyphens
/// @param region where it stands
/// @param place an absolute directory on the agent's host
public record BackupSite(String name, Region region, String place) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public BackupSite {
        if (!NAME.matcher(name).matches() || !place.startsWith("/")) {
            throw Refusal.invalid(
                    "site-malformed", "A backup site has a name of small letters and an absolute directory.");
        }
    }
}
