package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directives that set something, other than rules, markers and their updates.
public enum SettingName {
    SEC_ARGUMENT_SEPARATOR("SecArgumentSeparator"),
    SEC_ARGUMENTS_LIMIT("SecArgumentsLimit"),
    SEC_AUDIT_ENGINE("SecAuditEngine"),
    SEC_AUDIT_LOG("SecAuditLog"),
    SEC_AUDIT_LOG_DIR_MODE("SecAuditLogDirMode"),
    SEC_AUDIT_LOG_FILE_MODE("SecAuditLogFileMode"),
    SEC_AUDIT_LOG_FORMAT("SecAuditLogFormat"),
    SEC_AUDIT_LOG_PARTS("SecAuditLogParts"),
    SEC_AUDIT_LOG_RELEVANT_STATUS("SecAuditLogRelevantStatus"),
    SEC_AUDIT_LOG_STORAGE_DIR("SecAuditLogStorageDir"),
    SEC_AUDIT_LOG_TYPE("SecAuditLogType"),
    SEC_COLLECTION_TIMEOUT("SecCollectionTimeout"),
    SEC_COMPONENT_SIGNATURE("SecComponentSignature"),
    SEC_COOKIE_FORMAT("SecCookieFormat"),
    SEC_DATA_DIR("SecDataDir"),
    SEC_DEBUG_LOG("SecDebugLog"),
    SEC_DEBUG_LOG_LEVEL("SecDebugLogLevel"),
    SEC_PCRE_MATCH_LIMIT("SecPcreMatchLimit"),
    SEC_PCRE_MATCH_LIMIT_RECURSION("SecPcreMatchLimitRecursion"),
    SEC_REQUEST_BODY_ACCESS("SecRequestBodyAccess"),
    SEC_REQUEST_BODY_IN_MEMORY_LIMIT("SecRequestBodyInMemoryLimit"),
    SEC_REQUEST_BODY_JSON_DEPTH_LIMIT("SecRequestBodyJsonDepthLimit"),
    SEC_REQUEST_BODY_LIMIT("SecRequestBodyLimit"),
    SEC_REQUEST_BODY_LIMIT_ACTION("SecRequestBodyLimitAction"),
    SEC_REQUEST_BODY_NO_FILES_LIMIT("SecRequestBodyNoFilesLimit"),
    SEC_RESPONSE_BODY_ACCESS("SecResponseBodyAccess"),
    SEC_RESPONSE_BODY_LIMIT("SecResponseBodyLimit"),
    SEC_RESPONSE_BODY_LIMIT_ACTION("SecResponseBodyLimitAction"),
    SEC_RESPONSE_BODY_MIME_TYPE("SecResponseBodyMimeType"),
    SEC_RESPONSE_BODY_MIME_TYPES_CLEAR("SecResponseBodyMimeTypesClear"),
    SEC_RULE_ENGINE("SecRuleEngine"),
    SEC_SENSOR_ID("SecSensorId"),
    SEC_SERVER_SIGNATURE("SecServerSignature"),
    SEC_STATUS_ENGINE("SecStatusEngine"),
    SEC_TMP_DIR("SecTmpDir"),
    SEC_TMP_SAVE_UPLOADED_FILES("SecTmpSaveUploadedFiles"),
    SEC_UNICODE_MAP_FILE("SecUnicodeMapFile"),
    SEC_UPLOAD_DIR("SecUploadDir"),
    SEC_UPLOAD_FILE_LIMIT("SecUploadFileLimit"),
    SEC_UPLOAD_FILE_MODE("SecUploadFileMode"),
    SEC_UPLOAD_KEEP_FILES("SecUploadKeepFiles"),
    SEC_WEB_APP_ID("SecWebAppId"),
    SEC_XML_EXTERNAL_ENTITY("SecXmlExternalEntity");

    private static final Map<String, SettingName> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(n -> n.word.toLowerCase(Locale.ROOT), Function.identity()));

    private final String word;

    SettingName(String word) {
        this.word = word;
    }

    /// As the reference writes it.
    public String word() {
        return word;
    }

    public static Optional<SettingName> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
    }
}
