package casemate.waf.seclang;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The operators of the SecLang reference that this engine carries out.
public enum OperatorName {
    BEGINS_WITH("beginsWith"),
    CONTAINS("contains"),
    CONTAINS_WORD("containsWord"),
    DETECT_SQLI("detectSQLi"),
    DETECT_XSS("detectXSS"),
    ENDS_WITH("endsWith"),
    EQ("eq"),
    GE("ge"),
    /// Accepted, because Debian's rules hold it, and never matches: there is no geography of addresses.
    GEO_LOOKUP("geoLookup"),
    GT("gt"),
    IP_MATCH("ipMatch"),
    IP_MATCH_F("ipMatchF"),
    IP_MATCH_FROM_FILE("ipMatchFromFile"),
    LE("le"),
    LT("lt"),
    NO_MATCH("noMatch"),
    PM("pm"),
    PMF("pmf"),
    PM_FROM_FILE("pmFromFile"),
    /// Accepted, because Debian's rules hold it, and never matches: no DNS lookups are made for a request.
    RBL("rbl"),
    RX("rx"),
    RX_GLOBAL("rxGlobal"),
    STREQ("streq"),
    STRMATCH("strmatch"),
    UNCONDITIONAL_MATCH("unconditionalMatch"),
    VALIDATE_BYTE_RANGE("validateByteRange"),
    VALIDATE_URL_ENCODING("validateUrlEncoding"),
    VALIDATE_UTF8_ENCODING("validateUtf8Encoding"),
    VERIFY_CC("verifyCC"),
    VERIFY_CPF("verifyCPF"),
    VERIFY_SSN("verifySSN"),
    VERIFY_SVNR("verifySVNR"),
    WITHIN("within");

    private static final Map<String, OperatorName> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(n -> n.word.toLowerCase(Locale.ROOT), Function.identity()));

    private final String word;

    OperatorName(String word) {
        this.word = word;
    }

    /// As the reference writes it.
    public String word() {
        return word;
    }

    public static Optional<OperatorName> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
    }
}
