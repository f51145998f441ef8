package casemate.waf.transform;

import casemate.waf.text.Bytes;
import java.util.function.UnaryOperator;

/// A transformation that one function carries out. There is one per name, or per unicode map, so that comparing by
/// identity and by components says the same.
record Step(String name, UnaryOperator<Bytes> function) implements Transformation {
    @Override
    public Bytes apply(Bytes value) {
        return function.apply(value);
    }
}
