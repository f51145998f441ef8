package casemate.trust;

import casemate.base.Json;
import casemate.promise.Evidence;
import casemate.promise.Language;
import casemate.promise.PromiseMade;
import casemate.promise.ProofKind;
import casemate.promise.Scope;
import casemate.promise.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts promises and outcomes into the words of one language.
final class PromiseViews {
    private static final Json.Obj NOTHING = Json.object().build();

    private final Words words;
    private final Figures figures;

    PromiseViews(Words words) {
        this.words = words;
        this.figures = new Figures(words);
    }

    PromiseView promise(Facts.Pledge pledge, Judgement judged, String href) {
        PromiseMade made = pledge.made();
        Optional<Evidence> shown = judged.shown().map(Recorded::evidence);
        Language spoken = spoken(made.sentence());
        // Before the first outcome the policy's word is all there is.
        ProofKind proof = shown.map(Evidence::proof).orElse(ProofKind.DECLARED);
        return new PromiseView(
                made.promise().value(),
                href,
                made.sentence().getOrDefault(spoken, made.promise().value()),
                spoken.code(),
                code(judged.state()),
                words.text("state." + code(judged.state())),
                judged.doubt().map(this::doubt).orElse(null),
                words.text("proof." + proof),
                judged.state() == State.KEPT ? null : why(shown),
                figures.facts(shown.map(Evidence::measured).orElse(NOTHING)),
                moment(pledge.told().lastKept()),
                words.text(judged.state() == State.KEPT ? "promise.proven" : "promise.checked"),
                moment(shown.map(Evidence::finished)),
                words.text(until(judged, proof)),
                judged.state() == State.BROKEN ? null : moment(shown.map(Evidence::freshUntil)),
                moment(pledge.told().lastBroken()));
    }

    /// Whom the promise binds, when not everybody; then other wordings for some.
    List<PromisePage.Variant> variants(PromiseMade made) {
        List<PromisePage.Variant> variants = new ArrayList<>();
        if (!made.scope().equals(Scope.ALL)) {
            variants.add(new PromisePage.Variant(who(made.scope()), null, ""));
        }
        for (PromiseMade.Variant variant : made.variants()) {
            Language spoken = spoken(variant.sentence());
            variants.add(new PromisePage.Variant(
                    who(variant.scope()), variant.sentence().getOrDefault(spoken, ""), spoken.code()));
        }
        return variants;
    }

    private String who(Scope scope) {
        return Stream.concat(
                        scope.offers().stream(), scope.regions().stream().map(region -> region.name(words.language())))
                .collect(Collectors.joining(", "));
    }

    List<Figures.Pair> pairs(Facts.Pledge pledge, Judgement judged) {
        Json.Obj measured = judged.shown().map(r -> r.evidence().measured()).orElse(NOTHING);
        return figures.pairs(pledge.made().figures(), measured);
    }

    AttemptView attempt(Recorded recorded) {
        Evidence evidence = recorded.evidence();
        String state = code(evidence.state());
        return new AttemptView(
                recorded.index(),
                Moment.of(evidence.finished(), words),
                state,
                words.text("state." + state),
                evidence.drill(),
                words.text("twin.short." + code(evidence.twin())),
                evidence.subject().orElse(null),
                evidence.why().isEmpty() ? null : evidence.why(),
                figures.facts(evidence.measured()),
                Paths.entryBundle(recorded.index()),
                file(recorded));
    }

    /// What a downloaded bundle is called.
    static String file(Recorded recorded) {
        return recorded.evidence().promise() + "-" + recorded.index() + ".bundle.json";
    }

    /// `kept`, `broken`, `unproved`.
    static String code(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private String doubt(Judgement.Doubt doubt) {
        return words.text("reason." + doubt.name().toLowerCase(Locale.ROOT));
    }

    private static String until(Judgement judged, ProofKind proof) {
        boolean past = judged.doubt()
                .filter(d -> d == Judgement.Doubt.STALE || d == Judgement.Doubt.EXPIRED)
                .isPresent();
        if (past) {
            return "promise.wasFresh";
        }
        return proof == ProofKind.ATTESTED ? "promise.attested" : "promise.fresh";
    }

    private static @Nullable String why(Optional<Evidence> shown) {
        return shown.map(Evidence::why).filter(w -> !w.isEmpty()).orElse(null);
    }

    private @Nullable Moment moment(Optional<java.time.Instant> at) {
        return at.map(instant -> Moment.of(instant, words)).orElse(null);
    }

    /// The reader's language if the vendor wrote it, else the first that it did.
    private Language spoken(Map<Language, String> sentence) {
        return sentence.containsKey(words.language())
                ? words.language()
                : sentence.keySet().iterator().next();
    }
}
