package casemate.promise;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the head of a policy and hands each promise on.
final class PolicyReader {
    private static final String VERSION_KEY = "casemate-policy";
    private static final String VERSION = "1";
    private static final Pattern OFFER = Pattern.compile("[a-z](-?[a-z0-9]){0,39}");

    /// A vendor with more offers than this has a list of prices, not offers.
    private static final int MAX_NAMES = 50;

    private final ProblemList problems;

    PolicyReader(ProblemList problems) {
        this.problems = problems;
    }

    Optional<Policy> read(Yaml root, String hash) {
        Optional<Block> found = Block.of(
                root, "the policy", problems, VERSION_KEY, "vendor", "languages", "offers", "regions", "promises");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Block head = found.get();
        version(head);
        Optional<Vendor> vendor =
                head.need("vendor", "a mapping of name, contact and url").flatMap(this::vendor);
        SequencedSet<Language> languages = languages(head);
        SequencedSet<String> offers = new LinkedHashSet<>();
        head.find("offers").ifPresent(n -> offers.addAll(names(n, "offers", this::offer)));
        SequencedSet<Region> regions = new LinkedHashSet<>();
        head.find("regions").ifPresent(n -> regions.addAll(names(n, "regions", this::region)));
        SortedMap<PromiseId, Entry> promises = promises(head, new EntryReader(problems, languages, offers, regions));
        return vendor.map(v -> new Policy(hash, v, languages, offers, regions, promises));
    }

    private void version(Block head) {
        head.text(VERSION_KEY, VERSION)
                .filter(s -> !s.value().equals(VERSION))
                .ifPresent(s -> problems.add(
                        s.place(),
                        VERSION_KEY + " must be " + VERSION + ", the only version that this Casemate reads"));
    }

    private Optional<Vendor> vendor(Yaml node) {
        Optional<Block> block = Block.of(node, "vendor", problems, "name", "contact", "url");
        if (block.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> name = block.get().text("name", "the vendor's name").map(Yaml.Scalar::value);
        Optional<String> contact = matching(block.get(), "contact", "an e-mail address", Vendor.EMAIL);
        Optional<String> url = matching(block.get(), "url", "an address that begins with https://", Vendor.URL);
        if (name.isEmpty() || contact.isEmpty() || url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Vendor(name.get(), contact.get(), url.get()));
        } catch (casemate.base.Refusal refusal) {
            problems.add(node.place(), refusal.text());
            return Optional.empty();
        }
    }

    private Optional<String> matching(Block block, String key, String expected, Pattern form) {
        Optional<Yaml.Scalar> written = block.text(key, expected);
        Optional<String> good =
                written.map(Yaml.Scalar::value).filter(v -> form.matcher(v).matches());
        if (written.isPresent() && good.isEmpty()) {
            problems.add(written.get().place(), key + " must be " + expected);
        }
        return good;
    }

    private SequencedSet<Language> languages(Block head) {
        SequencedSet<Language> languages = new LinkedHashSet<>();
        ScalarKind kind = new ScalarKind.OfWord(Language.class);
        head.need("languages", "a list such as [en, fr, pl]").ifPresent(n -> {
            languages.addAll(names(
                    n,
                    "languages",
                    item -> new FigureReader(problems)
                            .scalar("languages", kind, item)
                            .map(Language.class::cast)));
            if (languages.isEmpty()) {
                problems.add(n.place(), "languages must name at least one of en, fr, pl");
            }
        });
        return languages;
    }

    private Optional<String> offer(Yaml item) {
        Optional<Yaml.Scalar> name = Block.scalar(item, "offers", "a name such as pay-as-you-go", problems);
        if (name.isPresent() && !OFFER.matcher(name.get().value()).matches()) {
            problems.add(item.place(), "an offer's name has up to 40 of a-z, 0-9 and single hyphens");
            return Optional.empty();
        }
        return name.map(Yaml.Scalar::value);
    }

    private Optional<Region> region(Yaml item) {
        return new FigureReader(problems)
                .scalar("regions", new ScalarKind.OfRegion(), item)
                .map(Region.class::cast);
    }

    /// The items of a list, none twice.
    private <T> SequencedSet<T> names(Yaml node, String name, Function<Yaml, Optional<T>> read) {
        SequencedSet<T> names = new LinkedHashSet<>();
        var items = Block.items(node, name, problems);
        if (items.size() > MAX_NAMES) {
            problems.add(node.place(), name + " must have at most " + MAX_NAMES + " elements");
            return names;
        }
        for (Yaml item : items) {
            read.apply(item)
                    .filter(value -> !names.add(value))
                    .ifPresent(_ -> problems.add(item.place(), "this stands twice in " + name + "; keep one"));
        }
        return names;
    }

    private SortedMap<PromiseId, Entry> promises(Block head, EntryReader reader) {
        SortedMap<PromiseId, Entry> promises = new TreeMap<>();
        var node = head.need("promises", "a mapping of ids such as EDG-2");
        Optional<Block> block = node.flatMap(n -> Block.open(n, "promises", problems));
        if (block.isEmpty()) {
            return promises;
        }
        block.get().only(Catalogue.ids().stream().map(PromiseId::value).toList());
        if (block.get().values().isEmpty()) {
            problems.add(block.get().place(), "promises must make at least one promise, such as EDG-2");
        }
        block.get()
                .values()
                .forEach((id, entry) -> Catalogue.row(new PromiseId(id))
                        .flatMap(row -> reader.read(row, entry))
                        .ifPresent(e -> promises.put(e.id(), e)));
        return promises;
    }
}
