package casemate.agent.backup;

import casemate.agent.site.Complaint;
import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Takes from a site whatever one instance ever left there, and searches the whole site for its number
/// afterwards. No key is needed, and none is left by then: files go by their names.
public final class SiteEraser {
    /// What lies elsewhere with the number in its name is told, and not touched: nobody knows what it is.
    static final String ELSEWHERE = "elsewhere";

    private final List<String> parts;

    /// How one part of a site fared.
    ///
    /// @param part below the site: the engine's, or that of databases' logs
    /// @param removed files
    /// @param left files and directories that were found afterwards
    /// @param trouble why it could not be looked at; empty otherwise
    public record Part(String part, int removed, int left, String trouble) {}

    private SiteEraser(List<String> parts) {
        this.parts = parts;
    }

    /// All that agents of any release have written to sites.
    public static SiteEraser whole() {
        return new SiteEraser(List.of("restic", "archive", "moments", "standby"));
    }

    /// One that leaves a backup: a drill's twin.
    static SiteEraser forgetful() {
        return new SiteEraser(List.of("restic", "moments"));
    }

    public List<Part> erase(Site site, InstanceId instance) throws InterruptedException {
        List<Part> done = new ArrayList<>();
        for (String part : parts) {
            done.add(erase(site, part, instance));
        }
        done.add(elsewhere(site, instance));
        return done;
    }

    private static Part erase(Site site, String part, InstanceId instance) throws InterruptedException {
        String own = part + "/" + instance.value();
        try {
            int before = site.below(own);
            site.removeAll(own);
            int after = site.below(own);
            return new Part(part, before - after, after, "");
        } catch (IOException | UncheckedIOException | Refusal e) {
            return new Part(part, 0, 1, Complaint.of(String.valueOf(e.getMessage())));
        }
    }

    private static Part elsewhere(Site site, InstanceId instance) throws InterruptedException {
        try {
            return new Part(ELSEWHERE, 0, site.search(instance.value()).size(), "");
        } catch (IOException | UncheckedIOException | Refusal e) {
            return new Part(ELSEWHERE, 0, 1, Complaint.of(String.valueOf(e.getMessage())));
        }
    }
}
