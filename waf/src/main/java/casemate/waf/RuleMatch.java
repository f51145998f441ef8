package casemate.waf;

import casemate.waf.seclang.Place;
import casemate.waf.text.Bytes;
import java.util.List;

/// One rule that matched in a transaction; for a chain its first rule, once all of it matched.
///
/// @param id 0 for a rule without one
/// @param message with its macros expanded, empty when there is none
/// @param logdata with its macros expanded, empty when there is none
/// @param severity from 0, an emergency, to 7; -1 when the rule says none
/// @param logged whether the rule asks for a line in the log, which most that only count do not
/// @param auditLogged whether the rule makes the transaction worth an audit record
/// @param disruptive whether this match ended the transaction
/// @param hits what matched, over all rules of the chain, at most [#MOST_HITS]
/// @param place where the rule stands
public record RuleMatch(
        long id,
        int phase,
        String message,
        String logdata,
        int severity,
        List<String> tags,
        String revision,
        String version,
        int maturity,
        int accuracy,
        boolean logged,
        boolean auditLogged,
        boolean disruptive,
        List<Hit> hits,
        Place place) {
    /// Enough to understand a match; a rule may match each of thousands of arguments.
    public static final int MOST_HITS = 20;

    public static final int NO_SEVERITY = -1;

    public RuleMatch {
        tags = List.copyOf(tags);
        hits = List.copyOf(hits);
    }

    /// One value that matched.
    ///
    /// @param variable such as `ARGS:id`
    /// @param value as received
    /// @param seen as the operator saw it, after the transformations
    /// @param place of the rule of the chain that it matched
    public record Hit(String variable, Bytes value, Bytes seen, Place place) {}
}
