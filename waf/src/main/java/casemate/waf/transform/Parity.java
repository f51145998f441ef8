package casemate.waf.transform;

import casemate.waf.text.Bytes;
import java.util.function.IntUnaryOperator;

/// `parityEven7bit`, `parityOdd7bit` and `parityZero7bit`: what the eighth bit becomes.
final class Parity {
    private static final int EIGHTH_BIT = 0x80;

    private Parity() {}

    static Bytes even(Bytes value) {
        return each(value, b -> (Integer.bitCount(b) & 1) == 1 ? b | EIGHTH_BIT : b & ~EIGHTH_BIT);
    }

    static Bytes odd(Bytes value) {
        return each(value, b -> (Integer.bitCount(b) & 1) == 1 ? b & ~EIGHTH_BIT : b | EIGHTH_BIT);
    }

    static Bytes zero(Bytes value) {
        return each(value, b -> b & ~EIGHTH_BIT);
    }

    private static Bytes each(Bytes value, IntUnaryOperator change) {
        Output out = new Output(value.length());
        for (int i = 0; i < value.length(); i++) {
            out.add(change.applyAsInt(value.at(i)));
        }
        return out.orSame(value);
    }
}
