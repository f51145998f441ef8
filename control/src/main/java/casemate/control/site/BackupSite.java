package casemate.control.site;

import casemate.base.Refusal;
import casemate.promise.Region;
import casemate.wire.SitePlace;
import java.util.regex.Pattern;

/// A place where copies rest.
///
/// @param name small letters, digits and hyphens
/// @param region where it stands
/// @param place as [SitePlace] reads it
/// @param appendOnly whether it must refuse to remove what lies there
public record BackupSite(String name, Region region, String place, boolean appendOnly) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public BackupSite {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid(
                    "site-malformed", "A site's name has up to 31 small letters, digits and hyphens, a letter first.");
        }
        SitePlace.parse(place);
    }

    public BackupSite(String name, Region region, String place) {
        this(name, region, place, false);
    }

    /// Whether it is a directory: on another machine, that is another place.
    public boolean directory() {
        return SitePlace.parse(place) instanceof SitePlace.Directory;
    }

    /// `directory`, `sftp` or `s3`.
    public String kind() {
        return switch (SitePlace.parse(place)) {
            case SitePlace.Directory _ -> "directory";
            case SitePlace.Sftp _ -> "sftp";
            case SitePlace.Bucket _ -> "s3";
        };
    }
}
