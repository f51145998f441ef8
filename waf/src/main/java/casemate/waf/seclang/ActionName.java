package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The actions of the SecLang reference that this engine carries out.
public enum ActionName {
    ACCURACY("accuracy"),
    ALLOW("allow"),
    AUDITLOG("auditlog"),
    BLOCK("block"),
    CAPTURE("capture"),
    CHAIN("chain"),
    CTL("ctl"),
    DENY("deny"),
    DROP("drop"),
    EXPIREVAR("expirevar"),
    DEPRECATEVAR("deprecatevar"),
    ID("id"),
    INITCOL("initcol"),
    LOG("log"),
    LOGDATA("logdata"),
    MATURITY("maturity"),
    MSG("msg"),
    MULTI_MATCH("multiMatch"),
    NOAUDITLOG("noauditlog"),
    NOLOG("nolog"),
    PASS("pass"),
    PHASE("phase"),
    REDIRECT("redirect"),
    REV("rev"),
    SANITISE_ARG("sanitiseArg"),
    SANITISE_MATCHED("sanitiseMatched"),
    SANITISE_MATCHED_BYTES("sanitiseMatchedBytes"),
    SANITISE_REQUEST_HEADER("sanitiseRequestHeader"),
    SANITISE_RESPONSE_HEADER("sanitiseResponseHeader"),
    SETENV("setenv"),
    SETRSC("setrsc"),
    SETSID("setsid"),
    SETUID("setuid"),
    SETVAR("setvar"),
    SEVERITY("severity"),
    SKIP("skip"),
    SKIP_AFTER("skipAfter"),
    STATUS("status"),
    T("t"),
    TAG("tag"),
    VER("ver"),
    XMLNS("xmlns");

    private static final Map<String, ActionName> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(n -> n.word.toLowerCase(Locale.ROOT), Function.identity()));

    private final String word;

    ActionName(String word) {
        this.word = word;
    }

    /// As the reference writes it.
    public String word() {
        return word;
    }

    /// Whether it decides what becomes of the transaction; of these a rule has one.
    public boolean isDisruptive() {
        return switch (this) {
            case ALLOW, BLOCK, DENY, DROP, PASS, REDIRECT -> true;
            default -> false;
        };
    }

    public static Optional<ActionName> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
    }
}
