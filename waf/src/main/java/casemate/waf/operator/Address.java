package casemate.waf.operator;

import casemate.waf.text.Ascii;

/// Reads an IP address as inet_pton reads it, from bytes, without allocating more than itself: requests carry one each.
/// An IPv4 address is a number in [#low]; an IPv6 address fills both.
final class Address {
    private static final int OCTETS = 4;
    private static final int GROUPS = 8;
    private static final int MOST_DIGITS_OF_GROUP = 4;
    private static final int NONE = -1;

    private boolean six;
    private long high;
    private long low;

    boolean isSix() {
        return six;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /// Whether an address stands from `from` to `to`, and nothing else.
    boolean read(byte[] in, int from, int to) {
        high = 0;
        low = 0;
        six = false;
        for (int i = from; i < to; i++) {
            six |= in[i] == ':';
        }
        return six ? readSix(in, from, to) : readFour(in, from, to);
    }

    /// Four decimal numbers up to 255, without leading zeros; put below what `low` holds.
    private boolean readFour(byte[] in, int from, int to) {
        int octets = 0;
        int i = from;
        while (octets < OCTETS) {
            int start = i;
            int octet = 0;
            while (i < to && Ascii.isDigit(in[i]) && octet <= 255) {
                octet = octet * 10 + in[i++] - '0';
            }
            boolean leadingZero = i - start > 1 && in[start] == '0';
            if (i == start || octet > 255 || leadingZero) {
                return false;
            }
            low = low << 8 | octet;
            octets++;
            if (octets < OCTETS && (i >= to || in[i++] != '.')) {
                return false;
            }
        }
        return i == to;
    }

    private boolean readSix(byte[] in, int from, int to) {
        int groups = 0;
        int gap = NONE;
        int i = from;
        if (startsGap(in, i, to)) {
            gap = 0;
            i += 2;
        }
        while (i < to) {
            int end = endOfGroup(in, i, to);
            if (end < to && in[end] == '.') {
                return groups + 2 <= GROUPS && readFourIn(in, i, to) && spread(groups + 2, gap);
            }
            if (end == i || end - i > MOST_DIGITS_OF_GROUP || groups == GROUPS) {
                return false;
            }
            push(in, i, end);
            groups++;
            i = end;
            if (i < to) {
                if (startsGap(in, i, to)) {
                    if (gap != NONE) {
                        return false;
                    }
                    gap = groups;
                    i += 2;
                } else if (in[i] != ':' || ++i == to) {
                    return false;
                }
            }
        }
        return spread(groups, gap);
    }

    private static boolean startsGap(byte[] in, int at, int to) {
        return at + 1 < to && in[at] == ':' && in[at + 1] == ':';
    }

    private static int endOfGroup(byte[] in, int from, int to) {
        int i = from;
        while (i < to && Ascii.isHex(in[i])) {
            i++;
        }
        return i;
    }

    private void push(byte[] in, int from, int to) {
        int group = 0;
        for (int i = from; i < to; i++) {
            group = group << 4 | Ascii.hexDigit(in[i]);
        }
        high = high << 16 | low >>> 48;
        low = low << 16 | group;
    }

    /// The last two groups written as an IPv4 address.
    private boolean readFourIn(byte[] in, int from, int to) {
        high = high << 32 | low >>> 32;
        return readFour(in, from, to);
    }

    /// Moves the groups before `::` to the front.
    private boolean spread(int groups, int gap) {
        if (gap == NONE) {
            return groups == GROUPS;
        }
        if (groups == GROUPS) {
            return false;
        }
        long[] all = new long[GROUPS];
        for (int i = 0; i < groups; i++) {
            int back = (groups - 1 - i) * 16;
            long group = (back < 64 ? low >>> back : high >>> (back - 64)) & 0xffff;
            all[i < gap ? i : GROUPS - groups + i] = group;
        }
        high = all[0] << 48 | all[1] << 32 | all[2] << 16 | all[3];
        low = all[4] << 48 | all[5] << 32 | all[6] << 16 | all[7];
        return true;
    }
}
