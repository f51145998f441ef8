package casemate.link;

import casemate.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Which machine this is: so that two hosts are known to be one. Not `/etc/machine-id` itself, which machine-id(5) asks
/// to
/// keep to the machine, but its hash under a name of our own.
public final class Machine {
    private static final Path FILE = Path.of("/etc/machine-id");
    private static final String CONTEXT = "casemate-machine.v1 ";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    /// 32 digits and the line's end; whoever has more has no machine id.
    private static final int MOST_BYTES = 64;

    private Machine() {}

    /// @return 64 hexadecimal digits; empty when the machine has no id, and then nothing is known of it
    public static String identity() {
        return identity(FILE);
    }

    static String identity(Path file) {
        try (var in = Files.newInputStream(file)) {
            String id = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
            return FORM.matcher(id).matches() ? HexFormat.of().formatHex(Sha256.of(CONTEXT + id)) : "";
        } catch (IOException _) {
            return "";
        }
    }
}
