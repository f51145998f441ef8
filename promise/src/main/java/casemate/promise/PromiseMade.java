package casemate.promise;

import casemate.base.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The leaf that publishes one promise of a policy. It takes effect with the [PolicyInForce] that names it.
///
/// @param policy SHA-256 of the policy file, in hexadecimal
/// @param figures the promised figures, as the policy writes them
/// @param sentence what people read, figures put in, for each language of the policy
/// @param proof the strongest way in which this policy shows it
/// @param fresh how long a proof counts
/// @param scope whom it binds
/// @param variants other figures for some; the first that covers a customer counts
public record PromiseMade(
        String policy,
        PromiseId promise,
        Json.Obj figures,
        Map<Language, String> sentence,
        ProofKind proof,
        Duration fresh,
        Scope scope,
        List<Variant> variants)
        implements Leaf {
    public static final String TYPE = "casemate.promise.v1";

    /// Other figures for some offers or regions.
    public record Variant(Scope scope, Json.Obj figures, Map<Language, String> sentence) {
        public Variant {
            sentence = copy(sentence);
        }
    }

    public PromiseMade {
        LeafFields.policy(policy);
        sentence = copy(sentence);
        variants = List.copyOf(variants);
        if (sentence.isEmpty() || !fresh.isPositive()) {
            throw LeafFields.refusal("a promise has a sentence and a freshness window");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Json.Obj json() {
        Json.Builder o = Json.object()
                .put("type", TYPE)
                .put("policy", policy)
                .put("promise", promise.value())
                .put("figures", figures)
                .put("sentence", LeafFields.sentences(sentence))
                .put("proof", LeafFields.word(proof))
                .put("freshSeconds", fresh.toSeconds());
        if (!scope.equals(Scope.ALL)) {
            o.put("scope", scope.json());
        }
        if (!variants.isEmpty()) {
            o.put("variants", Json.array(variants, PromiseMade::variant));
        }
        return o.build();
    }

    static PromiseMade read(Json.Obj o) {
        o.only("type", "policy", "promise", "figures", "sentence", "proof", "freshSeconds", "scope", "variants");
        return new PromiseMade(
                o.text("policy"),
                new PromiseId(o.text("promise")),
                o.obj("figures"),
                LeafFields.readSentences(o.obj("sentence")),
                LeafFields.constant(ProofKind.class, o.text("proof")),
                Duration.ofSeconds(o.integer("freshSeconds")),
                o.find("scope").map(Scope::read).orElse(Scope.ALL),
                o.find("variants").isPresent() ? o.list("variants", PromiseMade::readVariant) : List.of());
    }

    private static Json variant(Variant v) {
        return Json.object()
                .put("scope", v.scope().json())
                .put("figures", v.figures())
                .put("sentence", LeafFields.sentences(v.sentence()))
                .build();
    }

    private static Variant readVariant(Json json) {
        Json.Obj o = LeafFields.object(json).only("scope", "figures", "sentence");
        return new Variant(Scope.read(o.obj("scope")), o.obj("figures"), LeafFields.readSentences(o.obj("sentence")));
    }

    private static Map<Language, String> copy(Map<Language, String> sentence) {
        Map<Language, String> copy = new EnumMap<>(Language.class);
        copy.putAll(sentence);
        return Collections.unmodifiableMap(copy);
    }
}
