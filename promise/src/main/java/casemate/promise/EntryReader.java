package casemate.promise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Reads one promise of a policy.
final class EntryReader {
    /// A proof that counts for longer than this proves nothing of today.
    private static final Duration LONGEST_FRESH = Duration.ofDays(400);

    private static final Duration SHORTEST_FRESH = Duration.ofMinutes(2);

    /// More variants than offers times regions is a slip.
    private static final int MAX_VARIANTS = 50;

    private final ProblemList problems;
    private final FigureReader figures;
    private final SequencedSet<Language> languages;
    private final SequencedSet<String> offers;
    private final SequencedSet<Region> regions;

    EntryReader(
            ProblemList problems,
            SequencedSet<Language> languages,
            SequencedSet<String> offers,
            SequencedSet<Region> regions) {
        this.problems = problems;
        this.figures = new FigureReader(problems);
        this.languages = languages;
        this.offers = offers;
        this.regions = regions;
    }

    /// The entry, or empty when something is wrong with it.
    Optional<Entry> read(CatalogueRow row, Yaml node) {
        Optional<Block> found =
                Block.of(node, row.id().value(), problems, "figures", "sentence", "proof", "fresh", "only", "variants");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Block block = found.get();
        Optional<Promise> promise = figures.all(row, block.find("figures"), block.place());
        Map<Language, Sentence> sentences = sentences(row, block);
        Optional<ProofKind> proof = proof(row, block);
        Optional<Duration> fresh = fresh(block);
        Scope scope = block.find("only").map(n -> scope(n, "only")).orElse(Scope.ALL);
        List<Entry.Variant> variants = promise.map(p -> variants(row, block, p)).orElse(List.of());
        if (promise.isEmpty() || sentences.size() < languages.size() || proof.isEmpty() || fresh.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Entry(promise.get(), scope, sentences, proof.get(), fresh.get(), variants));
    }

    private Map<Language, Sentence> sentences(CatalogueRow row, Block block) {
        Map<Language, Sentence> sentences = new EnumMap<>(Language.class);
        String name = "sentence of " + row.id();
        List<String> codes = languages.stream().map(Language::code).toList();
        block.need("sentence", "the text for people, in " + String.join(", ", codes))
                .flatMap(n -> Block.of(n, name, problems, codes.toArray(String[]::new)))
                .ifPresent(texts -> {
                    for (Language language : languages) {
                        texts.text(language.code(), "a text")
                                .flatMap(s -> Sentence.parse(
                                        s.value(), row, language, problem -> problems.add(s.place(), problem)))
                                .ifPresent(s -> sentences.put(language, s));
                    }
                });
        return sentences;
    }

    private Optional<ProofKind> proof(CatalogueRow row, Block block) {
        ScalarKind kind = new ScalarKind.OfWord(ProofKind.class);
        Optional<Yaml> written = block.need("proof", kind.expected());
        Optional<ProofKind> proof =
                written.flatMap(n -> figures.scalar("proof", kind, n)).map(ProofKind.class::cast);
        if (proof.isPresent() && !row.shown().allows(proof.get())) {
            String allowed = row.shown() == Row.Way.DRILL ? "a drill shows it" : "a person attests it";
            problems.add(
                    written.get().place(),
                    row.id() + " cannot be " + proof.get().key() + ": " + allowed + ", or it is declared");
        }
        return proof;
    }

    private Optional<Duration> fresh(Block block) {
        ScalarKind kind = new ScalarKind.OfDuration();
        Optional<Yaml> written = block.need("fresh", "how long a proof counts, " + kind.expected());
        Optional<Duration> fresh =
                written.flatMap(n -> figures.scalar("fresh", kind, n)).map(Duration.class::cast);
        if (fresh.isPresent()
                && (fresh.get().compareTo(SHORTEST_FRESH) < 0 || fresh.get().compareTo(LONGEST_FRESH) > 0)) {
            problems.add(written.get().place(), "fresh must lie from PT2M to P400D");
        }
        return fresh;
    }

    private List<Entry.Variant> variants(CatalogueRow row, Block block, Promise others) {
        List<Entry.Variant> variants = new ArrayList<>();
        Optional<Yaml> node = block.find("variants");
        if (node.isEmpty()) {
            return variants;
        }
        List<Yaml> items = Block.items(node.get(), "variants", problems);
        if (items.size() > MAX_VARIANTS) {
            problems.add(node.get().place(), "at most " + MAX_VARIANTS + " variants are allowed");
            return variants;
        }
        for (Yaml item : items) {
            Block.of(item, "a variant", problems, "for", "figures").ifPresent(v -> {
                Optional<Scope> scope =
                        v.need("for", "the offers or regions that it holds for").map(n -> scope(n, "for"));
                Optional<Yaml> changed = v.need("figures", "the figures that differ");
                Optional<Promise> promise = changed.flatMap(n -> figures.some(row, changed, v.place(), others));
                if (scope.isPresent() && promise.isPresent()) {
                    variants.add(new Entry.Variant(scope.get(), promise.get()));
                }
            });
        }
        return variants;
    }

    private Scope scope(Yaml node, String name) {
        Optional<Block> block = Block.of(node, name, problems, "offers", "regions");
        if (block.isEmpty()) {
            return Scope.ALL;
        }
        SequencedSet<String> some = new LinkedHashSet<>();
        block.get().find("offers").ifPresent(n -> some.addAll(listed(n, "offers", List.copyOf(offers))));
        SequencedSet<Region> where = new LinkedHashSet<>();
        List<String> codes = regions.stream().map(Region::code).toList();
        block.get().find("regions").ifPresent(n -> listed(n, "regions", codes).forEach(c -> where.add(new Region(c))));
        if (block.get().values().isEmpty()) {
            problems.add(node.place(), name + " must list offers or regions; leave it out to bind everybody");
        }
        return new Scope(some, where);
    }

    /// The items that the head of the policy lists too; none is a problem, as it would bind everybody.
    private List<String> listed(Yaml node, String name, List<String> known) {
        List<String> found = new ArrayList<>();
        if (node instanceof Yaml.Sequence list && list.items().isEmpty()) {
            problems.add(node.place(), name + " must list at least one; leave it out to bind all");
        }
        for (Yaml item : Block.items(node, name, problems)) {
            Block.scalar(item, name, "a name", problems).ifPresent(s -> {
                if (known.contains(s.value())) {
                    found.add(s.value());
                } else {
                    problems.add(
                            s.place(),
                            Block.shown(s.value()) + " is not among the policy's " + name
                                    + Nearest.hint(s.value(), known));
                }
            });
        }
        return found;
    }
}
