package casemate.waf.engine;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import org.jspecify.annotations.Nullable;

/// One value of a variable in one transaction, and all that transformations made of it so far.
final class Value {
    private final Variable variable;
    private final Bytes key;
    private final Bytes bytes;
    private @Nullable Bytes @Nullable [] seen;

    /// @param key the member's name, empty for a variable with a single value
    Value(Variable variable, Bytes key, Bytes bytes) {
        this.variable = variable;
        this.key = key;
        this.bytes = bytes;
    }

    Variable variable() {
        return variable;
    }

    Bytes key() {
        return key;
    }

    Bytes bytes() {
        return bytes;
    }

    /// As logs name it: `ARGS:id`.
    String name() {
        return key.isEmpty() && !variable.isCollection() ? variable.name() : variable.name() + ":" + key.toLatin1();
    }

    /// What the chain makes of it; made once.
    ///
    /// @param chains how many there are in the rule set
    Bytes through(Chain chain, int chains) {
        Chain before = chain.before();
        Transformation last = chain.last();
        if (before == null || last == null) {
            return bytes;
        }
        if (seen == null) {
            seen = new @Nullable Bytes[chains];
        }
        Bytes known = seen[chain.id()];
        if (known == null) {
            known = last.apply(through(before, chains));
            seen[chain.id()] = known;
        }
        return known;
    }
}
