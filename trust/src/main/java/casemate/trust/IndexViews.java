package casemate.trust;

import casemate.promise.PromiseId;
import casemate.promise.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Builds the page of all promises.
final class IndexViews {
    private static final List<State> ORDER = List.of(State.BROKEN, State.KEPT, State.UNPROVED);

    private final Footing footing;
    private final Words words;
    private final PromiseViews promises;

    IndexViews(Footing footing) {
        this.footing = footing;
        this.words = footing.words();
        this.promises = new PromiseViews(words);
    }

    IndexView index(Facts facts, Instant now) {
        Frame frame = footing.around(facts, Paths.INDEX, words.text("hero.title"), Paths.INDEX_JSON);
        Map<State, Long> tally = new EnumMap<>(State.class);
        Map<String, List<PromiseView>> areas =
                new TreeMap<>(Comparator.comparingInt(Areas::rank).thenComparing(Comparator.naturalOrder()));
        List<PromiseView> broken = new ArrayList<>();
        for (Map.Entry<PromiseId, Facts.Pledge> each : facts.promises().entrySet()) {
            Judgement judged = facts.judge(each.getValue(), now);
            PromiseView view = promises.promise(each.getValue(), judged, frame.href(Paths.promise(each.getKey())));
            tally.merge(judged.state(), 1L, Long::sum);
            areas.computeIfAbsent(Areas.of(each.getKey()), _ -> new ArrayList<>())
                    .add(view);
            if (judged.state() == State.BROKEN) {
                broken.add(view);
            }
        }
        long kept = tally.getOrDefault(State.KEPT, 0L);
        long total = facts.promises().size();
        String verdict = !broken.isEmpty() ? "broken" : kept == total ? "kept" : "unproved";
        return new IndexView(
                frame,
                verdict,
                broken.isEmpty() ? words.text("calm.title") : words.count("alarm.title", broken.size()),
                broken.isEmpty() ? calm(kept, total) : words.text("alarm.lead"),
                broken,
                counts(tally),
                bar(tally, total),
                sum(tally),
                total,
                Moment.of(facts.policy().inForce(), words),
                facts.last().map(at -> Moment.of(at, words)).orElse(null),
                words.number(facts.checkpoint().size()),
                facts.policy().policy(),
                areas.entrySet().stream()
                        .map(area -> new IndexView.Area(
                                area.getKey(),
                                Areas.name(area.getKey(), words),
                                tally(area.getValue()),
                                area.getValue()))
                        .toList());
    }

    private String calm(long kept, long total) {
        if (kept == 0) {
            return words.text("calm.nothing");
        }
        return kept == total
                ? words.text("calm.all")
                : words.text("calm.lead", words.number(kept), words.count("tally.of", total));
    }

    private List<IndexView.Count> counts(Map<State, Long> tally) {
        return ORDER.stream()
                .map(state -> new IndexView.Count(
                        PromiseViews.code(state),
                        tally.getOrDefault(state, 0L),
                        words.text("tally." + PromiseViews.code(state))))
                .toList();
    }

    private static List<IndexView.Segment> bar(Map<State, Long> tally, long total) {
        List<IndexView.Segment> bar = new ArrayList<>();
        double from = 0;
        for (State state : ORDER) {
            double width = total == 0 ? 0 : 100.0 * tally.getOrDefault(state, 0L) / total;
            if (width > 0) {
                bar.add(new IndexView.Segment(PromiseViews.code(state), hundredths(from), hundredths(width)));
            }
            from += width;
        }
        return bar;
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private String tally(List<PromiseView> area) {
        Map<State, Long> tally = new EnumMap<>(State.class);
        for (State state : State.values()) {
            long number = area.stream()
                    .filter(p -> p.state().equals(PromiseViews.code(state)))
                    .count();
            if (number > 0) {
                tally.put(state, number);
            }
        }
        return sum(tally);
    }

    private String sum(Map<State, Long> tally) {
        return words.text(
                "tally.bar",
                tally.getOrDefault(State.KEPT, 0L),
                tally.getOrDefault(State.BROKEN, 0L),
                tally.getOrDefault(State.UNPROVED, 0L));
    }
}
