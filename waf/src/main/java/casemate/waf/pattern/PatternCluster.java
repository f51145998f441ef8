package casemate.waf.pattern;

import casemate.waf.text.ByteValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Up to 64 patterns of a set. One pass over the value looks for the rare parts of all of them; those whose part was
/// found, and those that have no rare part, are tried one by one if the value has the bytes they need.
final class PatternCluster {
    static final int LARGEST = 64;
    /// A part found more often than this, at each place of a value, spares nothing.
    private static final double OFTEN = 0.002;

    private final BytePattern[] patterns;
    /// The members tried without a look for their part.
    private final long always;
    private final @Nullable Dfa factors;
    /// A value without any of these bytes, matched by no member.
    private final ByteSet gate;
    private final boolean gated;

    PatternCluster(List<BytePattern> patterns) throws PatternRefused {
        this.patterns = patterns.toArray(BytePattern[]::new);
        boolean needy = true;
        ProgramBuilder builder = new ProgramBuilder(false, new LookTable());
        int start = -1;
        long unfiltered = 0;
        ByteSet firsts = ByteSet.NONE;
        for (int i = 0; i < this.patterns.length; i++) {
            BytePattern pattern = this.patterns[i];
            firsts = firsts.or(pattern.needs().first());
            needy &= !pattern.needs().isEmpty();
            Factor factor = Factor.of(pattern.relaxed());
            if (factor.odds() > OFTEN) {
                unfiltered |= 1L << i;
            } else {
                int entry = builder.emit(factor.node(), builder.add(Program.MATCH, i, 0));
                start = start < 0 ? entry : builder.add(Program.SPLIT, entry, start);
            }
        }
        this.always = unfiltered;
        this.factors = start < 0 ? null : new Dfa(builder.finish(start, 0));
        this.gate = firsts;
        this.gated = needy;
    }

    /// The members that match, or may match where their pattern has lookarounds or references, as bits.
    long scan(byte[] a, int from, int to, ByteValues held) {
        if (gated && !gate.meets(held)) {
            return 0;
        }
        long tried = factors == null ? always : always | factors.hits(a, from, to);
        long matched = 0;
        while (tried != 0) {
            int i = Long.numberOfTrailingZeros(tried);
            tried &= tried - 1;
            if (patterns[i].needs().metBy(held) && patterns[i].forward().matches(a, from, to, from)) {
                matched |= 1L << i;
            }
        }
        return matched;
    }
}
