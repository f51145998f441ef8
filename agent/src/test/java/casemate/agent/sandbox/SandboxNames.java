package casemate.agent.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/// Lets tests outside this package look for what bears a data directory's names.
public final class SandboxNames {
    private SandboxNames() {}

    public static String of(Path data) throws IOException {
        return Names.of(data).hash();
    }
}
