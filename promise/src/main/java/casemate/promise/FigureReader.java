package casemate.promise;

import casemate.base.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the figures of one promise, and reports every one that is wrong.
final class FigureReader {
    private final ProblemList problems;

    FigureReader(ProblemList problems) {
        this.problems = problems;
    }

    /// All figures written out.
    ///
    /// @param place where to report what is missing
    Optional<Promise> all(CatalogueRow row, Optional<Yaml> node, Yaml.Place place) {
        return make(row, node, place, Optional.empty());
    }

    /// Some figures written out, the others as they are in the given promise.
    Optional<Promise> some(CatalogueRow row, Optional<Yaml> node, Yaml.Place place, Promise others) {
        return make(row, node, place, Optional.of(others));
    }

    private Optional<Promise> make(CatalogueRow row, Optional<Yaml> node, Yaml.Place place, Optional<Promise> others) {
        List<String> names = row.figures().stream().map(Figure::name).toList();
        Optional<Block> block =
                node.flatMap(n -> Block.of(n, "figures of " + row.id(), problems, names.toArray(String[]::new)));
        if (node.isPresent() && block.isEmpty()) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (Figure figure : row.figures()) {
            Optional<Yaml> written = block.flatMap(b -> b.find(figure.name()));
            if (written.isPresent()) {
                value(figure, written.get()).ifPresent(values::add);
            } else if (others.isPresent()) {
                values.add(figure.of(others.get()));
            } else {
                problems.add(
                        block.map(Block::place).orElse(place),
                        row.id() + " lacks the figure " + figure.name() + ": write "
                                + figure.kind().expected());
            }
        }
        if (values.size() < row.figures().size()) {
            return Optional.empty();
        }
        try {
            return Optional.of(row.make(values));
        } catch (Refusal refusal) {
            problems.add(block.map(Block::place).orElse(place), row.id() + ": " + refusal.text());
            return Optional.empty();
        }
    }

    private Optional<Object> value(Figure figure, Yaml node) {
        Optional<Object> value = value(figure.name(), figure.kind(), node);
        Optional<String> problem = value.flatMap(figure::problem);
        problem.ifPresent(p -> problems.add(node.place(), figure.name() + " " + p));
        return problem.isPresent() ? Optional.empty() : value;
    }

    private Optional<Object> value(String name, FigureKind kind, Yaml node) {
        return switch (kind) {
            case ScalarKind scalar -> scalar(name, scalar, node);
            case ListKind list -> list(name, list, node);
            case ProcessorKind _ -> processor(node);
        };
    }

    /// One value of the kind, or a problem that says what was meant.
    Optional<Object> scalar(String name, ScalarKind kind, Yaml node) {
        Optional<Yaml.Scalar> scalar = Block.scalar(node, name, kind.expected(), problems);
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get().value();
        try {
            return Optional.of(kind.parse(text));
        } catch (Refusal _) {
            String hint =
                    kind.nearest(text).map(s -> " (did you mean " + s + "?)").orElse("");
            problems.add(
                    scalar.get().place(), name + " must be " + kind.expected() + ", not " + Block.shown(text) + hint);
            return Optional.empty();
        }
    }

    private Optional<Object> list(String name, ListKind kind, Yaml node) {
        if (!(node instanceof Yaml.Sequence sequence)) {
            Block.items(node, name, problems);
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (Yaml item : sequence.items()) {
            value(name, kind.element(), item).ifPresent(values::add);
        }
        return values.size() == sequence.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private Optional<Object> processor(Yaml node) {
        Optional<Block> block = Block.of(node, "a processor", problems, "name", "regions", "gets");
        if (block.isEmpty()) {
            return Optional.empty();
        }
        Optional<Yaml.Scalar> name = block.get().text("name", "the company's name");
        Optional<List<Region>> regions = block.get()
                .need("regions", "a list such as [FR]")
                .flatMap(n -> list("regions", new ListKind(new ScalarKind.OfRegion()), n))
                .map(FigureReader::regions);
        Optional<List<SharedData>> gets = block.get()
                .need("gets", "a list such as [nothing]")
                .flatMap(n -> list("gets", new ListKind(new ScalarKind.OfWord(SharedData.class)), n))
                .map(FigureReader::data);
        if (name.isEmpty() || regions.isEmpty() || gets.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Processor(name.get().value(), regions.get(), gets.get()));
        } catch (Refusal refusal) {
            problems.add(node.place(), refusal.text());
            return Optional.empty();
        }
    }

    private static List<Region> regions(Object list) {
        return ListKind.elements(list).stream().map(Region.class::cast).toList();
    }

    private static List<SharedData> data(Object list) {
        return ListKind.elements(list).stream().map(SharedData.class::cast).toList();
    }
}
