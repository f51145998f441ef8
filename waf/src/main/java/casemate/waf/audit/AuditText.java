package casemate.waf.audit;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A record in words, masked: the only ways out of it.
public final class AuditText {
    private static final int BOUNDARY_BYTES = 8;

    private AuditText() {}

    /// One line of JSON with its end, as libmodsecurity names and nests it.
    ///
    /// @param serverId tells this server's records from another's
    public static byte[] json(AuditRecord record, Set<AuditPart> parts, String serverId) {
        return JsonFormat.write(Masking.masked(record), parts, serverId);
    }

    /// Parts between boundary lines.
    ///
    /// @param chance makes the boundary, which no client may guess: a [java.security.SecureRandom] outside tests
    public static byte[] parts(AuditRecord record, Set<AuditPart> parts, RandomGenerator chance) {
        byte[] boundary = new byte[BOUNDARY_BYTES];
        chance.nextBytes(boundary);
        return NativeFormat.write(
                Masking.masked(record), parts, "-" + HexFormat.of().formatHex(boundary) + "--");
    }

    /// Lines for an error log, one for each match that asks for one, without line ends.
    public static List<String> errorLines(AuditRecord record) {
        AuditRecord masked = Masking.masked(record);
        return masked.matches().stream()
                .filter(AuditRecord.Match::logged)
                .map(m -> "[client " + masked.connection().clientAddress() + "] " + MatchText.line(masked, m))
                .toList();
    }
}
