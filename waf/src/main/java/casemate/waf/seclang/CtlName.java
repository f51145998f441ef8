package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the action `ctl` can change for the rest of a transaction.
public enum CtlName {
    AUDIT_ENGINE("auditEngine"),
    AUDIT_LOG_PARTS("auditLogParts"),
    FORCE_REQUEST_BODY_VARIABLE("forceRequestBodyVariable"),
    REQUEST_BODY_ACCESS("requestBodyAccess"),
    REQUEST_BODY_PROCESSOR("requestBodyProcessor"),
    RESPONSE_BODY_ACCESS("responseBodyAccess"),
    RULE_ENGINE("ruleEngine"),
    RULE_REMOVE_BY_ID("ruleRemoveById"),
    RULE_REMOVE_BY_MSG("ruleRemoveByMsg"),
    RULE_REMOVE_BY_TAG("ruleRemoveByTag"),
    RULE_REMOVE_TARGET_BY_ID("ruleRemoveTargetById"),
    RULE_REMOVE_TARGET_BY_MSG("ruleRemoveTargetByMsg"),
    RULE_REMOVE_TARGET_BY_TAG("ruleRemoveTargetByTag");

    private static final Map<String, CtlName> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(n -> n.word.toLowerCase(Locale.ROOT), Function.identity()));

    private final String word;

    CtlName(String word) {
        this.word = word;
    }

    /// As the reference writes it.
    public String word() {
        return word;
    }

    public static Optional<CtlName> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
    }
}
