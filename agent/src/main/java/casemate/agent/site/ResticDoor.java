package casemate.agent.site;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One command of restic's on its way to a site.
public interface ResticDoor extends AutoCloseable {
    /// What restic is told.
    List<String> options();

    /// Lets the tool see what it needs for that.
    Confined lend(Confined tool);

    /// What kept the site from being reached, after [#close()]; empty when nothing did.
    Optional<String> trouble();

    @Override
    void close() throws IOException;
}
