package casemate.waf.pattern;

import org.jspecify.annotations.Nullable;

/// Something made when it is first asked for, and then kept: a rule set has hundreds of patterns of which a start needs
/// few. Threads that ask at the same time wait for the one that makes it.
final class Once<T> {
    private final Maker<T> maker;
    private volatile @Nullable T made;

    /// What may turn out not to go.
    interface Maker<T> {
        T make() throws PatternRefused;
    }

    Once(Maker<T> maker) {
        this.maker = maker;
    }

    /// For what is known to go.
    T get() {
        T known = made;
        return known == null ? making() : known;
    }

    private T making() {
        try {
            return make();
        } catch (PatternRefused e) {
            throw new IllegalStateException("what was taken for small enough is too large", e);
        }
    }

    /// Makes it now, or says why it does not go.
    synchronized T make() throws PatternRefused {
        T known = made;
        if (known == null) {
            known = maker.make();
            made = known;
        }
        return known;
    }
}
