package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Words that some ModSecurity knows and this engine does not carry out. Rules that use them are refused with the
/// reason: to skip them in silence would be to protect less than the rules say.
enum NotSupported {
    SEC_CACHE_TRANSFORMATIONS(
            Kind.DIRECTIVE, "SecCacheTransformations", "this engine always shares transformed values"),
    SEC_CHROOT_DIR(Kind.DIRECTIVE, "SecChrootDir", "rules cannot move the process; use the service's own sandbox"),
    SEC_AUDIT_LOG_2(Kind.DIRECTIVE, "SecAuditLog2", "there is one audit log"),
    SEC_CONN_READ_STATE_LIMIT(Kind.DIRECTIVE, "SecConnReadStateLimit", "connections are limited by the gateway"),
    SEC_CONN_WRITE_STATE_LIMIT(Kind.DIRECTIVE, "SecConnWriteStateLimit", "connections are limited by the gateway"),
    SEC_COOKIE_V0_SEPARATOR(Kind.DIRECTIVE, "SecCookieV0Separator", "cookies are always separated by ;"),
    SEC_GEO_LOOKUP_DB(Kind.DIRECTIVE, "SecGeoLookupDb", "there is no geography of addresses; use @ipMatchFromFile"),
    SEC_GSB_LOOKUP_DB(Kind.DIRECTIVE, "SecGsbLookupDb", "Safe Browsing lists are not read"),
    SEC_GUARDIAN_LOG(Kind.DIRECTIVE, "SecGuardianLog", "no program is fed with the log"),
    SEC_HASH_KEY(Kind.DIRECTIVE, "SecHashKey", "links are not signed"),
    SEC_HASH_METHOD_PM(Kind.DIRECTIVE, "SecHashMethodPm", "links are not signed"),
    SEC_HASH_METHOD_RX(Kind.DIRECTIVE, "SecHashMethodRx", "links are not signed"),
    SEC_HASH_PARAM(Kind.DIRECTIVE, "SecHashParam", "links are not signed"),
    SEC_HTTP_BL_KEY(Kind.DIRECTIVE, "SecHttpBlKey", "no DNS lookups are made for a request"),
    SEC_READ_STATE_LIMIT(Kind.DIRECTIVE, "SecReadStateLimit", "connections are limited by the gateway"),
    SEC_WRITE_STATE_LIMIT(Kind.DIRECTIVE, "SecWriteStateLimit", "connections are limited by the gateway"),
    SEC_REMOTE_RULES(Kind.DIRECTIVE, "SecRemoteRules", "rules come from files only; download and check them first"),
    SEC_RULE_PERF_TIME(Kind.DIRECTIVE, "SecRulePerfTime", "use the bench command to find slow rules"),
    SEC_RULE_SCRIPT(Kind.DIRECTIVE, "SecRuleScript", "rules run no scripts"),
    SEC_REMOTE_RULES_FAIL_ACTION(
            Kind.DIRECTIVE, "SecRemoteRulesFailAction", "rules come from files only; download and check them first"),
    SEC_SERVER_SIGNATURE(Kind.DIRECTIVE, "SecServerSignature", "the gateway decides what its header Server says"),
    SEC_STREAM_IN(Kind.DIRECTIVE, "SecStreamInBodyInspection", "bodies are inspected as a whole"),
    SEC_STREAM_OUT(Kind.DIRECTIVE, "SecStreamOutBodyInspection", "bodies are inspected as a whole"),

    FUZZY_HASH(Kind.OPERATOR, "fuzzyHash", "there are no fuzzy hashes; use a malware scanner for uploads"),
    GSB_LOOKUP(Kind.OPERATOR, "gsbLookup", "Safe Browsing lists are not read"),
    INSPECT_FILE(Kind.OPERATOR, "inspectFile", "rules run no programs"),
    RSUB(Kind.OPERATOR, "rsub", "bodies are never changed"),
    VALIDATE_DTD(Kind.OPERATOR, "validateDTD", "no DTD is read; match the elements with XML:/*"),
    VALIDATE_HASH(Kind.OPERATOR, "validateHash", "links are not signed"),
    VALIDATE_SCHEMA(Kind.OPERATOR, "validateSchema", "no XML schema is read; match the elements with XML:/*"),

    APPEND(Kind.ACTION, "append", "bodies are never changed"),
    EXEC(Kind.ACTION, "exec", "rules run no programs"),
    PAUSE(Kind.ACTION, "pause", "a request is never held; limit its rate at the gateway"),
    PREPEND(Kind.ACTION, "prepend", "bodies are never changed"),
    PROXY(Kind.ACTION, "proxy", "a rule cannot choose the upstream; route at the gateway"),

    WEBSERVER_ERROR_LOG(Kind.VARIABLE, "WEBSERVER_ERROR_LOG", "there is no web server's error log to read"),
    PERF_ALL(Kind.VARIABLE, "PERF_ALL", "rules are not timed while they run; use the bench command"),
    SCRIPT_FILENAME(Kind.VARIABLE, "SCRIPT_FILENAME", "the engine does not see the server's files"),
    SCRIPT_BASENAME(Kind.VARIABLE, "SCRIPT_BASENAME", "the engine does not see the server's files"),
    SCRIPT_UID(Kind.VARIABLE, "SCRIPT_UID", "the engine does not see the server's files"),
    SCRIPT_GID(Kind.VARIABLE, "SCRIPT_GID", "the engine does not see the server's files"),
    SCRIPT_MODE(Kind.VARIABLE, "SCRIPT_MODE", "the engine does not see the server's files"),
    SCRIPT_USERNAME(Kind.VARIABLE, "SCRIPT_USERNAME", "the engine does not see the server's files"),
    SCRIPT_GROUPNAME(Kind.VARIABLE, "SCRIPT_GROUPNAME", "the engine does not see the server's files"),
    STREAM_INPUT_BODY(Kind.VARIABLE, "STREAM_INPUT_BODY", "use REQUEST_BODY"),
    STREAM_OUTPUT_BODY(Kind.VARIABLE, "STREAM_OUTPUT_BODY", "use RESPONSE_BODY"),

    CTL_DEBUG_LOG_LEVEL(Kind.CTL, "debugLogLevel", "there is no debug log; use the explain command"),
    CTL_HASH_ENFORCEMENT(Kind.CTL, "hashEnforcement", "links are not signed"),
    CTL_HASH_ENGINE(Kind.CTL, "hashEngine", "links are not signed"),
    CTL_REQUEST_BODY_LIMIT(Kind.CTL, "requestBodyLimit", "limits are the same for all requests"),
    CTL_RESPONSE_BODY_LIMIT(Kind.CTL, "responseBodyLimit", "limits are the same for all responses");

    enum Kind {
        DIRECTIVE,
        OPERATOR,
        ACTION,
        VARIABLE,
        CTL
    }

    private static final Map<String, NotSupported> BY_WORD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(n -> key(n.kind, n.word), Function.identity()));

    private final Kind kind;
    private final String word;
    private final String why;

    NotSupported(Kind kind, String word, String why) {
        this.kind = kind;
        this.word = word;
        this.why = why;
    }

    /// What to say about a word, if it is one of these.
    static Optional<String> reason(Kind kind, String word) {
        return Optional.ofNullable(BY_WORD.get(key(kind, word))).map(n -> n.word + " is not supported: " + n.why);
    }

    private static String key(Kind kind, String word) {
        return kind + " " + word.toLowerCase(Locale.ROOT);
    }
}
