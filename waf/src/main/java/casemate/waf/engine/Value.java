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
    private final boolean count;
    private @Nullable Made made;

    /// Bit `i`: chain `i` gives what the chain before its last transformation gives. Most transformations change
    /// nothing, and then no room is needed for what they made.
    private long same;

    /// What one chain made. A rule set has many chains and a value goes through few of them: a list of those is shorter
    /// than a place for each.
    private record Made(int chain, Bytes bytes, @Nullable Made earlier) {}

    /// @param key the member's name, empty for a variable with a single value
    Value(Variable variable, Bytes key, Bytes bytes) {
        this(variable, key, bytes, false);
    }

    private Value(Variable variable, Bytes key, Bytes bytes, boolean count) {
        this.variable = variable;
        this.key = key;
        this.bytes = bytes;
        this.count = count;
    }

    /// How many members there are.
    ///
    /// @param key of those that were counted, empty for all of a collection
    static Value count(Variable variable, Bytes key, int members) {
        return new Value(variable, key, Facts.digits(members), true);
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
        return key.isEmpty() && (count || !variable.isCollection())
                ? variable.name()
                : variable.name() + ":" + key.toLatin1();
    }

    /// What the chain makes of it; made once.
    Bytes through(Chain chain) {
        Chain before = chain.before();
        Transformation last = chain.last();
        if (before == null || last == null) {
            return bytes;
        }
        long bit = chain.id() < Long.SIZE ? 1L << chain.id() : 0;
        if ((same & bit) != 0) {
            return through(before);
        }
        for (Made known = made; known != null; known = known.earlier()) {
            if (known.chain() == chain.id()) {
                return known.bytes();
            }
        }
        return make(before, last, chain.id(), bit);
    }

    // a transformation gives the same object when it changes nothing
    @SuppressWarnings("ReferenceEquality")
    private Bytes make(Chain before, Transformation last, int id, long bit) {
        Bytes taken = through(before);
        Bytes result = last.apply(taken);
        if (result == taken && bit != 0) {
            same |= bit;
        } else {
            made = new Made(id, result, made);
        }
        return result;
    }
}
