package casemate.waf.operator;

import casemate.base.Refusal;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `validateByteRange`: matches when some byte of the value is none of those listed, as in `9,10,13,32-126`.
final class ByteRangeOperator implements Operator {
    private static final int LARGEST_BYTE = 255;

    private final boolean[] allowed = new boolean[LARGEST_BYTE + 1];

    /// @throws Refusal when an element is no byte and no range of bytes
    ByteRangeOperator(OperatorCall call) {
        for (String element : Argument.constant(call).constant().toLatin1().split(",", -1)) {
            int dash = element.indexOf('-');
            int first = number(call, dash < 0 ? element : element.substring(0, dash));
            int last = dash < 0 ? first : number(call, element.substring(dash + 1));
            if (first > last) {
                throw Argument.refused(call, "has the range '" + element + "' upside down");
            }
            for (int b = first; b <= last; b++) {
                allowed[b] = true;
            }
        }
    }

    private static int number(OperatorCall call, String text) {
        String digits = text.strip();
        boolean plain =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(Ascii::isDigit);
        int number = plain ? Integer.parseInt(digits) : LARGEST_BYTE + 1;
        if (number > LARGEST_BYTE) {
            throw Argument.refused(call, "needs bytes from 0 to 255 and ranges such as 32-126, found '" + digits + "'");
        }
        return number;
    }

    @Override
    public boolean matches(Bytes value, Bytes argument, Captures captures) {
        byte[] in = value.array();
        for (int i = value.from(); i < value.to(); i++) {
            if (!allowed[in[i] & 0xff]) {
                return true;
            }
        }
        return false;
    }
}
