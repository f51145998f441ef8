package casemate.waf.body;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;

/// Arguments in `application/x-www-form-urlencoded`: of query strings and of bodies. An argument without anything
/// encoded is a view of the text it stands in. Empty arguments count (`a&&b` has three), but not after the last
/// separator.
public final class Forms {
    private Forms() {}

    /// Reads all arguments. A percent sign that is not followed by two hexadecimal digits stays as it is, and is
    /// flagged as `URLENCODED_ERROR`: the value is what most applications would see, and rules may refuse it.
    ///
    /// @param separator between arguments (`SecArgumentSeparator`), usually `&`
    /// @param mostArguments how many are taken
    public static BodyEnd read(Bytes text, char separator, int mostArguments, BodySink sink) {
        byte[] a = text.array();
        int to = text.to();
        Decoder decoder = new Decoder(a);
        int arguments = 0;
        int at = text.from();
        BodyEnd end = BodyEnd.COMPLETE;
        while (at < to) {
            if (arguments++ == mostArguments) {
                end = new BodyEnd.LimitReached(BodyLimits.TOO_MANY_ARGUMENTS);
                break;
            }
            int nameTo = -1;
            int stop = at;
            boolean nameEncoded = false;
            boolean encoded = false;
            for (; stop < to; stop++) {
                byte b = a[stop];
                if (b == separator) {
                    break;
                }
                if (b == '=' && nameTo < 0) {
                    nameTo = stop;
                    nameEncoded = encoded;
                    encoded = false;
                } else if (b == '%' || b == '+') {
                    encoded = true;
                }
            }
            if (nameTo < 0) {
                sink.argument(decoder.decoded(at, stop, encoded), Bytes.EMPTY);
            } else {
                Bytes name = decoder.decoded(at, nameTo, nameEncoded);
                sink.argument(name, decoder.decoded(nameTo + 1, stop, encoded));
            }
            at = stop + 1;
        }
        if (decoder.invalid) {
            sink.flag(Variable.URLENCODED_ERROR, 1);
        }
        return end;
    }

    /// The value of a hexadecimal digit, or -1.
    static int hex(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static final class Decoder {
        private final byte[] a;
        private final Arena arena = new Arena();
        private boolean invalid;

        Decoder(byte[] a) {
            this.a = a;
        }

        Bytes decoded(int from, int to, boolean encoded) {
            if (from == to) {
                return Bytes.EMPTY;
            }
            if (!encoded) {
                return new Bytes(a, from, to);
            }
            arena.need(to - from);
            for (int i = from; i < to; i++) {
                byte b = a[i];
                if (b == '%') {
                    int high = i + 2 < to ? hex(a[i + 1]) : -1;
                    int low = i + 2 < to ? hex(a[i + 2]) : -1;
                    if (high >= 0 && low >= 0) {
                        arena.put((high << 4) | low);
                        i += 2;
                        continue;
                    }
                    invalid = true;
                }
                arena.put(b == '+' ? ' ' : b);
            }
            return arena.take();
        }
    }
}
