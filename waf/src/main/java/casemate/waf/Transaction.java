package casemate.waf;

import casemate.waf.audit.AuditLog;
import casemate.waf.audit.AuditRecord;
import casemate.waf.engine.Evaluation;
import casemate.waf.text.Bytes;
import java.util.List;
import java.util.Optional;

/// One request and its response on their way through a [Firewall]. The methods are called in the order in
/// which they stand here; what did not happen (a body, a response) is left out, but every `…End` of a
/// direction that began is called. Nothing here throws for what a client or an application sent: doubt
/// blocks, with a rule of [FailClosed].
///
/// For one thread at a time. Bytes that are handed over must not change any more. Strings stand for bytes
/// one to one (ISO-8859-1).
public final class Transaction {
    private final Evaluation evaluation;

    Transaction(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /// Sets a member of `TX` before any rule runs, such as `crs_exclusions_wordpress`. Rules may set it
    /// otherwise.
    public void set(String name, String value) {
        evaluation.set(name, value);
    }

    /// Rules stop nothing in this transaction; [#objection] tells what they would have stopped.
    public void detectOnly() {
        evaluation.detectOnly();
    }

    /// @param exclusion of the same firewall
    public void exclude(RuleExclusion exclusion) {
        evaluation.exclude(exclusion.inside());
    }

    /// @param clientAddress without brackets and zone
    public void connection(String clientAddress, int clientPort, String serverAddress, int serverPort) {
        evaluation.connection(clientAddress, clientPort, serverAddress, serverPort);
    }

    /// @param protocol such as `HTTP/1.1`
    public void requestLine(String method, String target, String protocol) {
        requestLine(Bytes.latin1(method), Bytes.latin1(target), Bytes.latin1(protocol));
    }

    /// @param protocol such as `HTTP/1.1`
    public void requestLine(Bytes method, Bytes target, Bytes protocol) {
        evaluation.requestLine(method, target, protocol);
    }

    public void requestHeader(String name, String value) {
        requestHeader(Bytes.latin1(name), Bytes.latin1(value));
    }

    public void requestHeader(Bytes name, Bytes value) {
        evaluation.requestHeader(name, value);
    }

    /// Phase 1.
    public Verdict requestHeadersEnd() {
        return evaluation.requestHeadersEnd();
    }

    /// Whether the rules look at the request's body, so that it must be held back until they have.
    public boolean examinesRequestBody() {
        return evaluation.examinesRequestBody();
    }

    /// From here on the body is read as it comes and only its arguments are kept: uploaded files may be of
    /// any size then, whatever `SecRequestBodyLimit` says. `SecRequestBodyNoFilesLimit` bounds the rest.
    ///
    /// @return false when the body's form or the rules do not allow it, so that nothing has changed
    public boolean streamRequestBody() {
        return evaluation.streamRequestBody();
    }

    /// The next bytes of the request's body, without transfer coding.
    public Verdict requestBody(Bytes chunk) {
        return evaluation.requestBody(chunk);
    }

    /// Phase 2: to be called for every request, with or without a body.
    public Verdict requestBodyEnd() {
        return evaluation.requestBodyEnd();
    }

    /// @param protocol such as `HTTP/1.1`
    public void responseStart(int status, String protocol) {
        evaluation.responseStart(status, Bytes.latin1(protocol));
    }

    public void responseHeader(String name, String value) {
        responseHeader(Bytes.latin1(name), Bytes.latin1(value));
    }

    public void responseHeader(Bytes name, Bytes value) {
        evaluation.responseHeader(name, value);
    }

    /// Phase 3.
    public Verdict responseHeadersEnd() {
        return evaluation.responseHeadersEnd();
    }

    /// Whether the rules look at the response's body, so that it must be held back until they have.
    public boolean examinesResponseBody() {
        return evaluation.examinesResponseBody();
    }

    /// The next bytes of the response's body, without transfer coding and content coding.
    public Verdict responseBody(Bytes chunk) {
        return evaluation.responseBody(chunk);
    }

    /// Phase 4: to be called for every response, with or without a body.
    public Verdict responseBodyEnd() {
        return evaluation.responseBodyEnd();
    }

    /// Phase 5, which stops nothing any more: to be called once at the end, however the transaction ended.
    public Verdict finish() {
        return evaluation.finish();
    }

    /// As it stands now.
    public Verdict verdict() {
        return evaluation.verdict();
    }

    /// What would have been blocked first, in a transaction that only detects.
    public Optional<Verdict.Block> objection() {
        return evaluation.objection();
    }

    /// The rules that matched so far, in order. Not masked: values may hold secrets of users.
    public List<RuleMatch> matches() {
        return evaluation.matches();
    }

    /// What the audit log is to tell; not masked yet.
    public AuditRecord auditRecord() {
        return evaluation.auditRecord();
    }

    /// Writes the transaction's record, masked, if the rules find it worth one: to be called after [#finish].
    ///
    /// @param log opened with [Firewall#auditSettings]
    public void audit(AuditLog log) {
        evaluation.audit(log);
    }

    /// For `X-Request-Id` and the like.
    public String uniqueId() {
        return evaluation.uniqueId();
    }
}
