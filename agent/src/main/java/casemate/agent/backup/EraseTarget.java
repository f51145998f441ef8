package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.FileTree;
import casemate.promise.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Sites from which a canary is erased: the platform's, or a twin's, whose eraser leaves a backup.
///
/// @param end takes away what was put up for a twin
record EraseTarget(List<Site> sites, SiteEraser eraser, Runnable end) implements Target {
    EraseTarget {
        sites = List.copyOf(sites);
    }

    static EraseTarget twin(Path twins) {
        try {
            Path site = Files.createTempDirectory(Files.createDirectories(twins), "erase");
            return new EraseTarget(List.of(Site.of(site)), SiteEraser.forgetful(), () -> {
                try {
                    FileTree.delete(site);
                } catch (IOException e) {
                    throw new UncheckedIOException("the twin is not gone", e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("no twin can be put up", e);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
