package casemate.waf.state;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// What a macro sees when it is expanded: the transaction, at the rule that is running. Members of collections are
/// answered by [#collections()]; every other variable by the engine.
public interface Scope {
    /// The first value of a variable that is no collection, or null when it has none.
    ///
    /// @param key the member's name, compared without case; empty when the macro names none
    @Nullable
    Bytes first(Variable variable, String key);

    /// The first value of the members whose name matches the pattern, as `%{ARGS:/^id_/}` asks; also for collections.
    ///
    /// @param pattern without its slashes, compared without case
    @Nullable
    Bytes firstMatching(Variable variable, String pattern);

    Collections collections();
}
