package casemate.agent.backup;

import java.io.IOException;
import java.util.List;

/// Bytes at a site are not those that were written: read twice, and wrong both times.
public final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    /// Names of copies are texts.
    private final List<String> copies;

    /// @param what one line for the operator
    /// @param copies those that are not whole without these bytes, as [BackupEngine.Kept#copy] names them;
    /// none when no copy has them any more
    Damaged(String what, List<String> copies) {
        super(what);
        this.copies = List.copyOf(copies);
    }

    public List<String> copies() {
        return copies;
    }
}
