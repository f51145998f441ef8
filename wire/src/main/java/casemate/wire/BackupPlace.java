package casemate.wire;

import casemate.base.Refusal;
import java.util.regex.Pattern;

/// A site with all that is needed to reach it.
///
/// @param name as the operator calls it
/// @param place as [SitePlace] reads it
public record BackupPlace(String name, String place, SiteAccess access) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public BackupPlace {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid(
                    "site-malformed", "A site's name has up to 31 small letters, digits and hyphens, a letter first.");
        }
        SitePlace.parse(place);
    }
}
