package casemate.waf.engine;

import casemate.waf.transform.Transformation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chain of transformations, as a node of the tree of all chains of the rules: chains that begin alike share their
/// beginning, and what was made of a value on the way.
final class Chain {
    private final int id;
    private final @Nullable Chain before;
    private final @Nullable Transformation last;
    private final List<Chain> longer = new ArrayList<>();

    private Chain(int id, @Nullable Chain before, @Nullable Transformation last) {
        this.id = id;
        this.before = before;
        this.last = last;
    }

    /// All chains of one rule set while it is compiled.
    static final class Tree {
        private final Chain none = new Chain(0, null, null);
        private int size = 1;

        Chain of(List<Transformation> transformations) {
            Chain chain = none;
            for (Transformation next : transformations) {
                chain = longer(chain, next);
            }
            return chain;
        }

        int size() {
            return size;
        }

        private Chain longer(Chain chain, Transformation next) {
            for (Chain known : chain.longer) {
                if (next.equals(known.last)) {
                    return known;
                }
            }
            Chain made = new Chain(size++, chain, next);
            chain.longer.add(made);
            return made;
        }
    }

    /// Dense, 0 for the chain without transformations.
    int id() {
        return id;
    }

    /// The chain without its last transformation; null for the one without any.
    @Nullable
    Chain before() {
        return before;
    }

    @Nullable
    Transformation last() {
        return last;
    }
}
