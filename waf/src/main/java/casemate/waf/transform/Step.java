package casemate.waf.transform;

import casemate.waf.text.Bytes;
import java.util.function.UnaryOperator;

/// A transformation that one function carries out. There is one per name, or per unicode map, so that comparing by
/// identity and by components says the same.
///
/// @param kinds of bytes, as bits of [Traits], of which a value must have one to change
record Step(String name, int kinds, UnaryOperator<Bytes> function) implements Transformation {
    @Override
    public Bytes apply(Bytes value) {
        return value.hasAny(kinds) ? function.apply(value) : value;
    }
}
