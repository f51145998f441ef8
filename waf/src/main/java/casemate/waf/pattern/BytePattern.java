package casemate.waf.pattern;

import casemate.waf.text.Bytes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A regular expression over bytes, with the meaning that PCRE2 gives it under libmodsecurity's flags (DOTALL and
/// MULTILINE, no UTF, the C locale). Time is linear in the value for every pattern, but for the few with references
/// or atomic groups that need a search of their own: that search is cut at a bound, and then counts as a match.
///
/// Safe for use by many threads.
public final class BytePattern implements Matcher {
    private static final long[][] NO_LOOKS = {};

    private final String text;
    private final int groups;
    private final boolean exact;
    private final LongAdder cuts = new LongAdder();
    /// All three are built when first needed: most patterns of a rule set see no value that they might match, and of
    /// the others most never match.
    private final Once<Quick> quick;

    private final Once<Search> search;
    private final Once<Dfa> backward;
    private final AtomicReference<@Nullable Pike> spare = new AtomicReference<>();

    /// Tells whether there is a match, or may be one.
    ///
    /// @param relaxed a plain tree that matches at least where the pattern does
    private record Quick(Node relaxed, ByteNeeds needs, Dfa forward) {
        static Quick of(Node tree) throws PatternRefused {
            Node relaxed = Simplifier.simplify(Trees.relaxed(tree));
            return new Quick(relaxed, ByteNeeds.of(relaxed), new Dfa(ProgramBuilder.plain(relaxed)));
        }
    }

    /// Tells which match is meant, and where its groups are.
    ///
    /// @param regular whether the program needs no search of its own for references or atomic groups
    private record Search(Program program, LookScan looks, boolean regular) {
        static Search of(Node tree, int groups) throws PatternRefused {
            LookTable table = new LookTable();
            Program program = ProgramBuilder.ordered(tree, groups, table);
            return new Search(program, new LookScan(table.looks()), Trees.isRegular(tree));
        }
    }

    private BytePattern(String text, Node tree, int groups) throws PatternRefused {
        this.text = text;
        this.groups = groups;
        this.exact = Trees.isExact(tree);
        this.quick = new Once<>(() -> Quick.of(tree));
        this.search = new Once<>(() -> Search.of(tree, groups));
        this.backward = new Once<>(
                () -> new Dfa(ProgramBuilder.plain(Trees.reversed(quick.get().relaxed())), Dfa.BACKWARD_MOST));
        if (!Size.isSmall(tree)) {
            search.make();
            quick.make();
        }
    }

    /// @param pattern one character per byte
    public static BytePattern compile(String pattern) throws PatternRefused {
        PatternReader.Read read = PatternReader.read(pattern);
        Node tree = Simplifier.simplify(read.node());
        return new BytePattern(pattern, tree, read.groups());
    }

    /// How many capturing groups the pattern has, without the whole match.
    public int groupCount() {
        return groups;
    }

    @Override
    public boolean matches(byte[] a, int from, int to) {
        return forward().matches(a, from, to, from) && (exact || search(a, from, to, from, to, new int[2]));
    }

    /// Finds the first match that begins at `at` or later, as Perl would: the leftmost, and in it the way that comes
    /// first.
    ///
    /// @param at where to begin; the bytes from `from` to `at` are still seen by `^`, `\b` and lookbehinds
    /// @param found gets the start of group `i` in `2 * i` and its end in `2 * i + 1`, counted in the array, or -1
    /// for a group without part; a shorter array gets the first groups, a longer one is filled up with -1
    public boolean find(byte[] a, int from, int to, int at, int[] found) {
        if (!forward().matches(a, from, to, at)) {
            return false;
        }
        int first = backward.get().lowest(a, from, to, at);
        if (first == Dfa.UNKNOWN) {
            return search(a, from, to, at, to, found);
        }
        return first >= 0 && search(a, from, to, first, exact ? first : to, found);
    }

    private boolean search(byte[] a, int from, int to, int first, int last, int[] found) {
        Search by = search.get();
        long[][] positions = by.looks.isEmpty() ? NO_LOOKS : by.looks.positions(a, from, to);
        for (int i = by.program.slots(); i < found.length; i++) {
            found[i] = -1;
        }
        if (!by.regular) {
            return searchBounded(by.program, a, from, to, first, positions, found);
        }
        Pike taken = spare.getAndSet(null);
        Pike pike = taken == null ? new Pike(by.program) : taken;
        boolean matched = pike.find(a, from, to, first, last, positions, found);
        spare.set(pike);
        return matched;
    }

    private boolean searchBounded(
            Program program, byte[] a, int from, int to, int first, long[][] positions, int[] found) {
        return switch (new BoundedSearch(program, a, from, to, positions).find(first, found)) {
            case NOTHING -> false;
            case FOUND -> true;
            case CUT -> {
                cuts.increment();
                Arrays.fill(found, -1);
                found[0] = first;
                found[1] = to;
                yield true;
            }
        };
    }

    /// How often a search was cut at its bound of steps and therefore counted as a match.
    public long cuts() {
        return cuts.sum();
    }

    /// A plain tree that matches at least where the pattern does.
    Node relaxed() {
        return quick.get().relaxed();
    }

    /// Whether the value has the bytes without which the pattern matches nothing.
    public boolean mayMatch(Bytes value) {
        return needs().isEmpty() || needs().metBy(value.values());
    }

    ByteNeeds needs() {
        return quick.get().needs();
    }

    Dfa forward() {
        return quick.get().forward();
    }

    boolean isExact() {
        return exact;
    }

    @Override
    public String toString() {
        return text;
    }
}
