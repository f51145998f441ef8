package casemate.waf.pattern;

/// How likely a byte of an everyday value is one of a set. A guess is enough: it only decides where a filter looks.
final class ByteOdds {
    private static final double[] ODDS = odds();
    private static final double ALL = sum(ByteSet.ALL);

    private ByteOdds() {}

    private static double[] odds() {
        double[] odds = new double[256];
        for (int v = 0; v < 256; v++) {
            odds[v] = v > 32 && v < 127 ? 0.0015 : 0.0002;
            if (ByteSet.LOWER.has(v)) {
                odds[v] = 0.024;
            } else if (ByteSet.DIGIT.has(v)) {
                odds[v] = 0.012;
            } else if (ByteSet.UPPER.has(v)) {
                odds[v] = 0.003;
            }
        }
        odds[' '] = 0.06;
        String frequent = "./-_=,:;\n\r\"()&";
        double[] their = {0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01, 0.005, 0.003, 0.003, 0.005, 0.003, 0.003, 0.005};
        for (int i = 0; i < their.length; i++) {
            odds[frequent.charAt(i)] = their[i];
        }
        return odds;
    }

    static double of(ByteSet set) {
        double sum = set.size() > 128 ? ALL - sum(set.not()) : sum(set);
        return Math.min(1, sum);
    }

    private static double sum(ByteSet set) {
        double sum = 0;
        for (int index = 0; index < 4; index++) {
            for (long left = set.word(index); left != 0; left &= left - 1) {
                sum += ODDS[(index << 6) + Long.numberOfTrailingZeros(left)];
            }
        }
        return sum;
    }

    static double of(Edge edge) {
        if (edge.equals(Edge.TEXT_START) || edge.equals(Edge.TEXT_END)) {
            return 0.03;
        }
        return edge.equals(Edge.LINE_START) || edge.equals(Edge.LINE_END) ? 0.04 : 0.4;
    }
}
