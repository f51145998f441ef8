package casemate.waf.engine;

/// A rule that does not hold in some transactions, or does not see some values there; made by
/// [Program#exclusion] for all transactions of its rules.
public final class Exclusion {
    private final Effect effect;

    Exclusion(Effect effect) {
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }
}
