package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directives that set something, other than rules, markers and their updates, and what each takes. Those that
/// change nothing here are accepted only where that protects no less, and say so.
public enum SettingName {
    SEC_ARGUMENTS_LIMIT("SecArgumentsLimit", SettingForm.limit()),
    SEC_ARGUMENT_SEPARATOR("SecArgumentSeparator", SettingForm.character()),
    SEC_AUDIT_ENGINE("SecAuditEngine", SettingForm.oneOf("On", "Off", "RelevantOnly")),
    SEC_AUDIT_LOG("SecAuditLog", SettingForm.text()),
    SEC_AUDIT_LOG_DIR_MODE("SecAuditLogDirMode", SettingForm.mode()),
    SEC_AUDIT_LOG_FILE_MODE("SecAuditLogFileMode", SettingForm.mode()),
    /// Native when nothing is said, as in ModSecurity; JSON is what programs read.
    SEC_AUDIT_LOG_FORMAT("SecAuditLogFormat", SettingForm.oneOf("JSON", "Native")),
    SEC_AUDIT_LOG_PARTS("SecAuditLogParts", SettingForm.auditParts()),
    SEC_AUDIT_LOG_RELEVANT_STATUS("SecAuditLogRelevantStatus", SettingForm.text()),
    SEC_AUDIT_LOG_STORAGE_DIR("SecAuditLogStorageDir", SettingForm.text()),
    SEC_AUDIT_LOG_TYPE("SecAuditLogType", SettingForm.oneOf("Serial", "Concurrent", "Parallel")),
    SEC_COLLECTION_TIMEOUT("SecCollectionTimeout", SettingForm.limit()),
    SEC_COMPONENT_SIGNATURE("SecComponentSignature", SettingForm.text()),
    /// Accepted as Off.
    SEC_CONN_ENGINE("SecConnEngine", SettingForm.offOnly("connections are limited by the gateway")),
    /// Accepted as Off.
    SEC_CONTENT_INJECTION("SecContentInjection", SettingForm.offOnly("bodies are never changed")),
    /// Only the format that browsers send.
    SEC_COOKIE_FORMAT("SecCookieFormat", SettingForm.only("0", "cookies of version 1 are not read")),
    /// Of no effect, for the recommended configuration: the store of collections is chosen by the program.
    SEC_DATA_DIR("SecDataDir", SettingForm.text()),
    /// Of no effect: there is no debug log; the explain command shows more.
    SEC_DEBUG_LOG("SecDebugLog", SettingForm.text()),
    /// Of no effect, like `SecDebugLog`.
    SEC_DEBUG_LOG_LEVEL("SecDebugLogLevel", SettingForm.number(0, 9)),
    /// Accepted as Off.
    SEC_DISABLE_BACKEND_COMPRESSION("SecDisableBackendCompression", SettingForm.offOnly("requests are never changed")),
    /// Accepted as Off.
    SEC_HASH_ENGINE("SecHashEngine", SettingForm.offOnly("links are not signed")),
    /// Accepted as Off.
    SEC_INTERCEPT_ON_ERROR("SecInterceptOnError", SettingForm.offOnly("an error blocks with its own rule id")),
    /// Of no effect, for the recommended configuration: matching is linear and needs no limit.
    SEC_PCRE_MATCH_LIMIT("SecPcreMatchLimit", SettingForm.limit()),
    /// Of no effect, like `SecPcreMatchLimit`.
    SEC_PCRE_MATCH_LIMIT_RECURSION("SecPcreMatchLimitRecursion", SettingForm.limit()),
    SEC_REQUEST_BODY_ACCESS("SecRequestBodyAccess", SettingForm.oneOf("On", "Off")),
    /// Of no effect: bodies are handed over in memory.
    SEC_REQUEST_BODY_IN_MEMORY_LIMIT("SecRequestBodyInMemoryLimit", SettingForm.limit()),
    SEC_REQUEST_BODY_JSON_DEPTH_LIMIT("SecRequestBodyJsonDepthLimit", SettingForm.limit()),
    SEC_REQUEST_BODY_LIMIT("SecRequestBodyLimit", SettingForm.limit()),
    SEC_REQUEST_BODY_LIMIT_ACTION("SecRequestBodyLimitAction", SettingForm.oneOf("Reject", "ProcessPartial")),
    SEC_REQUEST_BODY_NO_FILES_LIMIT("SecRequestBodyNoFilesLimit", SettingForm.limit()),
    SEC_RESPONSE_BODY_ACCESS("SecResponseBodyAccess", SettingForm.oneOf("On", "Off")),
    SEC_RESPONSE_BODY_LIMIT("SecResponseBodyLimit", SettingForm.limit()),
    SEC_RESPONSE_BODY_LIMIT_ACTION("SecResponseBodyLimitAction", SettingForm.oneOf("Reject", "ProcessPartial")),
    SEC_RESPONSE_BODY_MIME_TYPE("SecResponseBodyMimeType", SettingForm.words("media types such as text/html")),
    SEC_RESPONSE_BODY_MIME_TYPES_CLEAR("SecResponseBodyMimeTypesClear", SettingForm.none()),
    SEC_RULE_ENGINE("SecRuleEngine", SettingForm.oneOf("On", "Off", "DetectionOnly")),
    /// Accepted as Off.
    SEC_RULE_INHERITANCE(
            "SecRuleInheritance", SettingForm.offOnly("there is one configuration, which inherits nothing")),
    SEC_SENSOR_ID("SecSensorId", SettingForm.text()),
    /// Of no effect, for the recommended configuration: nothing is ever reported to the outside.
    SEC_STATUS_ENGINE("SecStatusEngine", SettingForm.oneOf("On", "Off")),
    /// Of no effect, for the recommended configuration: no temporary files are written.
    SEC_TMP_DIR("SecTmpDir", SettingForm.text()),
    /// Accepted as Off.
    SEC_TMP_SAVE_UPLOADED_FILES(
            "SecTmpSaveUploadedFiles", SettingForm.offOnly("uploads are inspected in memory and never stored")),
    SEC_UNICODE_MAP_FILE("SecUnicodeMapFile", SettingForm.unicodeMap()),
    /// Of no effect: uploads are never stored.
    SEC_UPLOAD_DIR("SecUploadDir", SettingForm.text()),
    SEC_UPLOAD_FILE_LIMIT("SecUploadFileLimit", SettingForm.limit()),
    /// Of no effect, like `SecUploadDir`.
    SEC_UPLOAD_FILE_MODE("SecUploadFileMode", SettingForm.mode()),
    /// Accepted as Off.
    SEC_UPLOAD_KEEP_FILES(
            "SecUploadKeepFiles", SettingForm.offOnly("uploads are inspected in memory and never stored")),
    SEC_WEB_APP_ID("SecWebAppId", SettingForm.text()),
    /// Accepted as Off.
    SEC_XML_EXTERNAL_ENTITY("SecXmlExternalEntity", SettingForm.offOnly("external entities are never loaded"));

    private static final Map<String, SettingName> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(n -> n.word.toLowerCase(Locale.ROOT), Function.identity()));

    private final String word;

    // A record of values and of a predicate without state; the checker cannot see that a lambda is immutable.
    @SuppressWarnings("ImmutableEnumChecker")
    private final SettingForm form;

    SettingName(String word, SettingForm form) {
        this.word = word;
        this.form = form;
    }

    SettingForm form() {
        return form;
    }

    /// As the reference writes it.
    public String word() {
        return word;
    }

    public static Optional<SettingName> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
    }
}
