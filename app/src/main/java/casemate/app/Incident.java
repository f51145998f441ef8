package casemate.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// A bug: its details go to a file that only the operator reads, the terminal gets an id and the file's name.
final class Incident {
    /// More than one may be open at a time, and nobody reads more than this of an id.
    private static final int ID_CHARS = 8;

    private Incident() {}

    static String record(Throwable bug, Surroundings surroundings) {
        String id = UUID.randomUUID().toString().substring(0, ID_CHARS);
        StringWriter details = new StringWriter();
        bug.printStackTrace(new PrintWriter(details, true));
        try {
            Path file = Files.createTempFile("casemate-incident-" + id + "-", ".log");
            Files.writeString(file, details.toString());
            return "This is a bug in Casemate (incident " + id + "); please report it with the file " + file;
        } catch (IOException _) {
            surroundings.err().print(details);
            return "This is a bug in Casemate (incident " + id + "); please report it with the lines above.";
        }
    }
}
