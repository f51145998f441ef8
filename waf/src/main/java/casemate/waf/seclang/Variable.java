package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The variables of the SecLang reference that this engine fills. In rules their names are written without regard to
/// case.
public enum Variable {
    ARGS(true),
    ARGS_COMBINED_SIZE,
    ARGS_GET(true),
    ARGS_GET_NAMES(true),
    ARGS_NAMES(true),
    ARGS_POST(true),
    ARGS_POST_NAMES(true),
    AUTH_TYPE,
    DURATION,
    ENV(true),
    FILES(true),
    FILES_COMBINED_SIZE,
    FILES_NAMES(true),
    FILES_SIZES(true),
    FILES_TMP_CONTENT(true),
    FILES_TMPNAMES(true),
    FULL_REQUEST,
    FULL_REQUEST_LENGTH,
    /// Always empty: there is no geography of addresses.
    GEO(true),
    GLOBAL(true),
    HIGHEST_SEVERITY,
    INBOUND_DATA_ERROR,
    IP(true),
    MATCHED_VAR,
    MATCHED_VARS(true),
    MATCHED_VAR_NAME,
    MATCHED_VARS_NAMES(true),
    MODSEC_BUILD,
    MULTIPART_BOUNDARY_QUOTED,
    MULTIPART_BOUNDARY_WHITESPACE,
    MULTIPART_CRLF_LF_LINES,
    MULTIPART_DATA_AFTER,
    MULTIPART_DATA_BEFORE,
    MULTIPART_FILE_LIMIT_EXCEEDED,
    MULTIPART_FILENAME(true),
    MULTIPART_HEADER_FOLDING,
    MULTIPART_INVALID_HEADER_FOLDING,
    MULTIPART_INVALID_PART,
    MULTIPART_INVALID_QUOTING,
    MULTIPART_LF_LINE,
    MULTIPART_MISSING_SEMICOLON,
    MULTIPART_NAME(true),
    MULTIPART_PART_HEADERS(true),
    MULTIPART_STRICT_ERROR,
    MULTIPART_UNMATCHED_BOUNDARY,
    OUTBOUND_DATA_ERROR,
    PATH_INFO,
    QUERY_STRING,
    REMOTE_ADDR,
    REMOTE_HOST,
    REMOTE_PORT,
    REMOTE_USER,
    REQBODY_ERROR,
    REQBODY_ERROR_MSG,
    REQBODY_PROCESSOR,
    REQBODY_PROCESSOR_ERROR,
    REQBODY_PROCESSOR_ERROR_MSG,
    REQUEST_BASENAME,
    REQUEST_BODY,
    REQUEST_BODY_LENGTH,
    REQUEST_COOKIES(true),
    REQUEST_COOKIES_NAMES(true),
    REQUEST_FILENAME,
    REQUEST_HEADERS(true),
    REQUEST_HEADERS_NAMES(true),
    REQUEST_LINE,
    REQUEST_METHOD,
    REQUEST_PROTOCOL,
    REQUEST_URI,
    REQUEST_URI_RAW,
    RESOURCE(true),
    RESPONSE_BODY,
    RESPONSE_CONTENT_LENGTH,
    RESPONSE_CONTENT_TYPE,
    RESPONSE_HEADERS(true),
    RESPONSE_HEADERS_NAMES(true),
    RESPONSE_PROTOCOL,
    RESPONSE_STATUS,
    RULE(true),
    SERVER_ADDR,
    SERVER_NAME,
    SERVER_PORT,
    SESSION(true),
    SESSIONID,
    STATUS_LINE,
    TIME,
    TIME_DAY,
    TIME_EPOCH,
    TIME_HOUR,
    TIME_MIN,
    TIME_MON,
    TIME_SEC,
    TIME_WDAY,
    TIME_YEAR,
    TX(true),
    UNIQUE_ID,
    URLENCODED_ERROR,
    USER(true),
    USERID,
    WEBAPPID,
    XML(true);

    private static final Map<String, Variable> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    /// Other names that ModSecurity takes.
    private static final Map<String, Variable> ALIASES =
            Map.of("MULTIPART_SEMICOLON_MISSING", MULTIPART_MISSING_SEMICOLON, "STATUS", RESPONSE_STATUS);

    private final boolean collection;

    Variable() {
        this(false);
    }

    Variable(boolean collection) {
        this.collection = collection;
    }

    /// Whether it has members with names, which a selector can choose.
    public boolean isCollection() {
        return collection;
    }

    public static Optional<Variable> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.get(upper)).or(() -> Optional.ofNullable(ALIASES.get(upper)));
    }
}
