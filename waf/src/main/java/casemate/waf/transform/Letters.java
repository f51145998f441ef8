package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `lowercase` and `uppercase`: ASCII letters only.
final class Letters {
    private Letters() {}

    static Bytes lowercase(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        for (int i = value.from(); i < to; i++) {
            if (Ascii.isUpper(in[i])) {
                byte[] out = value.toArray();
                for (int j = i - value.from(); j < out.length; j++) {
                    out[j] = (byte) Ascii.lower(out[j]);
                }
                return Bytes.of(out);
            }
        }
        return value;
    }

    static Bytes uppercase(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        for (int i = value.from(); i < to; i++) {
            if (Ascii.isLower(in[i])) {
                byte[] out = value.toArray();
                for (int j = i - value.from(); j < out.length; j++) {
                    out[j] = (byte) Ascii.upper(out[j]);
                }
                return Bytes.of(out);
            }
        }
        return value;
    }
}
