package casemate.waf.engine;

import casemate.waf.audit.AuditSettings;
import casemate.waf.body.BodyLimits;
import casemate.waf.seclang.Directive.Setting;
import casemate.waf.seclang.RuleSet;
import casemate.waf.seclang.SettingName;
import casemate.waf.state.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the configuration's directives set, with the engine's own values for what they leave open.
///
/// @param responseTypes media types whose response bodies are examined, in lower case; empty for all, where none was
/// set
record Settings(
        Mode mode,
        boolean requestBodyAccess,
        long requestBodyLimit,
        boolean requestBodyPartial,
        long bytesWithoutFiles,
        int argumentsLimit,
        int depthLimit,
        int uploadLimit,
        boolean responseBodyAccess,
        long responseBodyLimit,
        boolean responseBodyPartial,
        Optional<Set<String>> responseTypes,
        char argumentSeparator,
        long collectionTimeout,
        String webAppId,
        List<String> components,
        AuditSettings audit) {
    /// `SecRuleEngine`.
    enum Mode {
        ON,
        OFF,
        DETECTION_ONLY;

        static Mode of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "on" -> ON;
                case "off" -> OFF;
                default -> DETECTION_ONLY;
            };
        }

        /// As ModSecurity names it in the audit log.
        String word() {
            return switch (this) {
                case ON -> "Enabled";
                case OFF -> "Disabled";
                case DETECTION_ONLY -> "DetectionOnly";
            };
        }
    }

    /// The recommended configuration's: 12.5 MiB.
    private static final long REQUEST_BODY_LIMIT = 13_107_200;
    /// The recommended configuration's.
    private static final long RESPONSE_BODY_LIMIT = 524_288;
    /// A body is one array, and this is more than any gateway should hold for one request.
    private static final long LARGEST_BODY = 1L << 30;

    Settings {
        responseTypes = responseTypes.map(Set::copyOf);
        components = List.copyOf(components);
    }

    static Settings of(RuleSet rules) {
        BodyLimits usual = BodyLimits.USUAL;
        return new Settings(
                Mode.of(word(rules, SettingName.SEC_RULE_ENGINE, "On")),
                on(rules, SettingName.SEC_REQUEST_BODY_ACCESS, true),
                Math.min(LARGEST_BODY, number(rules, SettingName.SEC_REQUEST_BODY_LIMIT, REQUEST_BODY_LIMIT)),
                partial(rules, SettingName.SEC_REQUEST_BODY_LIMIT_ACTION, false),
                number(rules, SettingName.SEC_REQUEST_BODY_NO_FILES_LIMIT, usual.bytesWithoutFiles()),
                (int) number(rules, SettingName.SEC_ARGUMENTS_LIMIT, usual.arguments()),
                (int) number(rules, SettingName.SEC_REQUEST_BODY_JSON_DEPTH_LIMIT, usual.depth()),
                (int) number(rules, SettingName.SEC_UPLOAD_FILE_LIMIT, usual.files()),
                on(rules, SettingName.SEC_RESPONSE_BODY_ACCESS, false),
                Math.min(LARGEST_BODY, number(rules, SettingName.SEC_RESPONSE_BODY_LIMIT, RESPONSE_BODY_LIMIT)),
                partial(rules, SettingName.SEC_RESPONSE_BODY_LIMIT_ACTION, true),
                responseTypes(rules),
                word(rules, SettingName.SEC_ARGUMENT_SEPARATOR, "&").charAt(0),
                number(rules, SettingName.SEC_COLLECTION_TIMEOUT, Collections.USUAL_TIMEOUT),
                word(rules, SettingName.SEC_WEB_APP_ID, "default"),
                rules.settings().stream()
                        .filter(s -> s.name() == SettingName.SEC_COMPONENT_SIGNATURE)
                        .map(s -> s.arguments().getFirst())
                        .toList(),
                AuditSettings.of(rules.settings()));
    }

    /// What a body reader may take, when so many arguments are there already.
    BodyLimits bodyLimits(int arguments, int keptFileBytes) {
        return new BodyLimits(
                Math.max(0, argumentsLimit - arguments), depthLimit, bytesWithoutFiles, uploadLimit, keptFileBytes);
    }

    private static Optional<Set<String>> responseTypes(RuleSet rules) {
        Set<String> types = new TreeSet<>();
        boolean set = false;
        for (Setting setting : rules.settings()) {
            if (setting.name() == SettingName.SEC_RESPONSE_BODY_MIME_TYPES_CLEAR) {
                types.clear();
                set = true;
            } else if (setting.name() == SettingName.SEC_RESPONSE_BODY_MIME_TYPE) {
                setting.arguments().forEach(type -> types.add(type.toLowerCase(Locale.ROOT)));
                set = true;
            }
        }
        return set ? Optional.of(types) : Optional.empty();
    }

    private static String word(RuleSet rules, SettingName name, String otherwise) {
        return rules.setting(name)
                .filter(words -> !words.isEmpty() && !words.getFirst().isEmpty())
                .map(List::getFirst)
                .orElse(otherwise);
    }

    private static boolean on(RuleSet rules, SettingName name, boolean otherwise) {
        return word(rules, name, otherwise ? "On" : "Off").equalsIgnoreCase("on");
    }

    private static boolean partial(RuleSet rules, SettingName name, boolean otherwise) {
        return word(rules, name, otherwise ? "ProcessPartial" : "Reject").equalsIgnoreCase("ProcessPartial");
    }

    private static long number(RuleSet rules, SettingName name, long otherwise) {
        return Long.parseLong(word(rules, name, Long.toString(otherwise)));
    }
}
