package casemate.promise;

import casemate.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What a new version of a policy would change, for whoever decides on it.
///
/// @param changes in the catalogue's order, those of the head first; empty when the two promise the same
public record PolicyDiff(List<Change> changes) {
    /// One difference.
    public sealed interface Change {}

    /// A part of the head: vendor, languages, offers, regions.
    public record HeadChanged(String key, String before, String after) implements Change {}

    /// A promise is made that was not.
    public record Added(PromiseId promise) implements Change {}

    /// A promise is made no more.
    public record Removed(PromiseId promise) implements Change {}

    /// A figure, or how and to whom the promise is shown: `keep`, `proof`, `fresh`, `only`, `variants`.
    public record Changed(PromiseId promise, String key, String before, String after) implements Change {}

    /// The words for people.
    public record Reworded(PromiseId promise, Language language, String before, String after) implements Change {}

    public PolicyDiff {
        changes = List.copyOf(changes);
    }

    public static PolicyDiff between(Policy before, Policy after) {
        List<Change> changes = new ArrayList<>();
        head(
                changes,
                "vendor",
                before.vendor().json().text(),
                after.vendor().json().text());
        head(changes, "languages", before.languages(), after.languages());
        head(changes, "offers", before.offers(), after.offers());
        head(changes, "regions", before.regions(), after.regions());
        for (PromiseId id : Catalogue.ids()) {
            Optional<Entry> old = before.entry(id);
            Optional<Entry> now = after.entry(id);
            if (old.isPresent() && now.isPresent()) {
                entry(changes, old.get(), now.get());
            } else if (now.isPresent()) {
                changes.add(new Added(id));
            } else if (old.isPresent()) {
                changes.add(new Removed(id));
            }
        }
        return new PolicyDiff(changes);
    }

    /// One line for each change, for a terminal.
    public String text() {
        if (changes.isEmpty()) {
            return "The two policies promise the same.\n";
        }
        StringBuilder out = new StringBuilder();
        for (Change change : changes) {
            out.append(
                            switch (change) {
                                case HeadChanged c -> "~ " + c.key() + ": " + c.before() + " → " + c.after();
                                case Added a -> "+ " + a.promise();
                                case Removed r -> "- " + r.promise();
                                case Changed c ->
                                    "~ " + c.promise() + " " + c.key() + ": " + c.before() + " → " + c.after();
                                case Reworded r ->
                                    "~ " + r.promise() + " sentence "
                                            + r.language().code() + ": \"" + r.before() + "\" → \"" + r.after() + "\"";
                            })
                    .append('\n');
        }
        return out.toString();
    }

    /// For programs: `{"changes":[{"change":"changed","promise":"BAK-3","key":"keep","before":…,"after":…}]}`.
    public Json.Obj json() {
        return Json.object()
                .put("changes", Json.array(changes, PolicyDiff::json))
                .build();
    }

    private static Json json(Change change) {
        return switch (change) {
            case HeadChanged c ->
                said("head", c.before(), c.after()).put("key", c.key()).build();
            case Added a ->
                Json.object()
                        .put("change", "added")
                        .put("promise", a.promise().value())
                        .build();
            case Removed r ->
                Json.object()
                        .put("change", "removed")
                        .put("promise", r.promise().value())
                        .build();
            case Changed c ->
                said("changed", c.before(), c.after())
                        .put("promise", c.promise().value())
                        .put("key", c.key())
                        .build();
            case Reworded r ->
                said("reworded", r.before(), r.after())
                        .put("promise", r.promise().value())
                        .put("language", r.language().code())
                        .build();
        };
    }

    private static Json.Builder said(String change, String before, String after) {
        return Json.object().put("change", change).put("before", before).put("after", after);
    }

    private static void head(List<Change> changes, String key, Object before, Object after) {
        if (!before.equals(after)) {
            changes.add(new HeadChanged(key, before.toString(), after.toString()));
        }
    }

    private static void entry(List<Change> changes, Entry old, Entry now) {
        PromiseId id = now.id();
        Json.Obj before = old.promise().figures();
        Json.Obj after = now.promise().figures();
        for (String figure : new TreeSet<>(after.members().keySet())) {
            changed(changes, id, figure, before.get(figure), after.get(figure));
        }
        changed(
                changes,
                id,
                "proof",
                Json.of(old.proof().key()),
                Json.of(now.proof().key()));
        changed(
                changes,
                id,
                "fresh",
                Json.of(old.fresh().toString()),
                Json.of(now.fresh().toString()));
        changed(changes, id, "only", old.scope().json(), now.scope().json());
        changed(changes, id, "variants", variants(old), variants(now));
        for (Language language : Language.values()) {
            String was = template(old, language);
            String is = template(now, language);
            if (!was.equals(is)) {
                changes.add(new Reworded(id, language, was, is));
            }
        }
    }

    private static void changed(List<Change> changes, PromiseId id, String key, Json before, Json after) {
        if (!before.equals(after)) {
            changes.add(new Changed(id, key, plain(before), plain(after)));
        }
    }

    private static Json variants(Entry entry) {
        return Json.array(
                entry.variants(),
                v -> Json.object()
                        .put("for", v.scope().json())
                        .put("figures", v.promise().figures())
                        .build());
    }

    private static String template(Entry entry, Language language) {
        return Optional.ofNullable(entry.sentences().get(language))
                .map(Sentence::template)
                .orElse("");
    }

    /// A text without its quotes, anything else as JSON.
    private static String plain(Json json) {
        return json instanceof Json.Text t ? t.value() : json.text();
    }
}
