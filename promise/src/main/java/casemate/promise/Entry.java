package casemate.promise;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One promise as a policy makes it.
///
/// @param scope whom it binds
/// @param sentences for each language of the policy, with places such as `{keep}` for the figures
/// @param proof how it is shown to be kept
/// @param fresh for how long a proof counts
/// @param variants other figures for some; the first that covers a customer counts
public record Entry(
        Promise promise,
        Scope scope,
        Map<Language, Sentence> sentences,
        ProofKind proof,
        Duration fresh,
        List<Variant> variants) {
    /// Other figures for some offers or regions.
    ///
    /// @param promise of the same row as the entry's
    public record Variant(Scope scope, Promise promise) {}

    public Entry {
        Map<Language, Sentence> copy = new EnumMap<>(Language.class);
        copy.putAll(sentences);
        sentences = Collections.unmodifiableMap(copy);
        variants = List.copyOf(variants);
    }

    public PromiseId id() {
        return promise.id();
    }

    /// What people read, with the figures that hold unless a variant says otherwise.
    public Map<Language, String> said() {
        return said(promise);
    }

    /// What people read under a variant.
    public Map<Language, String> said(Variant variant) {
        return said(variant.promise());
    }

    /// The figures that bind this customer.
    public Promise figures(String offer, Region region) {
        return variants.stream()
                .filter(v -> v.scope().covers(offer, region))
                .findFirst()
                .map(Variant::promise)
                .orElse(promise);
    }

    private Map<Language, String> said(Promise figures) {
        Map<Language, String> said = new EnumMap<>(Language.class);
        sentences.forEach((language, sentence) -> said.put(language, sentence.say(figures)));
        return said;
    }
}
