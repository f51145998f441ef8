package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.time.Instant;
import java.util.List;

/// All that the audit log can tell of one transaction, as the engine knows it at its end: unmasked, in no format.
/// Never shown as it stands: [AuditLog] masks it on the way out.
///
/// @param time when it began
/// @param arguments of the body, for part I and for finding what to mask
/// @param uploads files of a multipart body, for part J
/// @param engineState `Enabled`, `DetectionOnly` or `Disabled`
/// @param components from `SecComponentSignature`
/// @param matches in the order in which rules matched
public record AuditRecord(
        Instant time,
        String uniqueId,
        Connection connection,
        Request request,
        Response response,
        List<Field> arguments,
        List<Upload> uploads,
        String engineState,
        List<String> components,
        List<Match> matches,
        Masks masks) {
    public AuditRecord {
        arguments = List.copyOf(arguments);
        uploads = List.copyOf(uploads);
        components = List.copyOf(components);
        matches = List.copyOf(matches);
    }

    /// The two ends of the connection; addresses without brackets.
    public record Connection(String clientAddress, int clientPort, String serverAddress, int serverPort) {}

    /// A header or an argument.
    public record Field(Bytes name, Bytes value) {}

    /// @param version such as `1.1`
    /// @param uri as received, with the query
    public record Request(Bytes method, Bytes version, Bytes uri, List<Field> headers, Bytes body) {
        public Request {
            headers = List.copyOf(headers);
        }
    }

    /// @param status 0 when there was no response
    public record Response(int status, List<Field> headers, Bytes body) {
        public Response {
            headers = List.copyOf(headers);
        }
    }

    public record Upload(Bytes field, Bytes fileName, long size) {}

    /// One rule that matched.
    ///
    /// @param rule what is known of it since it was loaded
    /// @param disruptive whether it ended the transaction
    /// @param status with which it did
    /// @param message `msg` with its macros expanded, empty when it has none
    /// @param data `logdata` with its macros expanded, empty when it has none
    /// @param argument of the operator, with its macros expanded
    /// @param variable as the log names it, such as `ARGS:id`
    /// @param value what the operator saw: after the transformations
    /// @param found the part of the value that the operator found; the whole value when it tells no part
    /// @param logged false for `nolog`: it has no line in the error log
    /// @param auditLogged false for `noauditlog`: it is not in the record and asks for none
    public record Match(
            RuleFacts rule,
            boolean disruptive,
            int status,
            Bytes message,
            Bytes data,
            Bytes argument,
            String variable,
            Bytes value,
            Bytes found,
            boolean logged,
            boolean auditLogged) {}

    /// @param operator as ModSecurity's log writes it, such as `Rx`, `DetectSQLi` or `Unconditional`
    /// @param parameter of the operator, as the rule writes it
    /// @param severity 0 (emergency) to 7 (debug)
    /// @param version from `ver`
    public record RuleFacts(
            long id,
            int phase,
            String file,
            int line,
            String operator,
            String parameter,
            boolean negated,
            int severity,
            String revision,
            String version,
            int maturity,
            int accuracy,
            List<String> tags) {
        public RuleFacts {
            tags = List.copyOf(tags);
        }
    }
}
