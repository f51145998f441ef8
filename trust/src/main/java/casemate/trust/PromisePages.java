package casemate.trust;

import casemate.promise.Evidence;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds the page of one promise.
final class PromisePages {
    private static final List<String> STATES = List.of("kept", "broken", "unproved", "none");
    /// One mark a day: seven wide, three between.
    private static final int STEP = 10;

    private static final int FULL = 40;

    private final Footing footing;
    private final Words words;
    private final PromiseViews promises;
    private final Commands commands;

    PromisePages(Footing footing, Commands commands) {
        this.footing = footing;
        this.words = footing.words();
        this.promises = new PromiseViews(words);
        this.commands = commands;
    }

    /// @param attempts the outcomes to list, newest first
    /// @param before the entry that they lie before; none on the first page
    /// @param more whether there are older ones
    PromisePage page(
            Facts facts,
            Facts.Pledge pledge,
            List<Recorded> attempts,
            Optional<Long> before,
            boolean more,
            Instant now) {
        PromiseId id = pledge.made().promise();
        Judgement judged = facts.judge(pledge, now);
        Frame frame = footing.around(facts, Paths.promise(id), id + "", Paths.promiseJson(id));
        String self = frame.href(Paths.promise(id));
        PromiseView view = promises.promise(pledge, judged, self);
        List<PromisePage.Day> days = days(pledge.told(), now);
        ProofKind proof = judged.shown().map(r -> r.evidence().proof()).orElse(ProofKind.DECLARED);
        String area = Areas.of(id);
        return new PromisePage(
                frame,
                view,
                area,
                Areas.name(area, words),
                promises.variants(pledge.made()),
                words.span(pledge.made().fresh()),
                words.text("proof." + proof + ".what"),
                proof == pledge.made().proof()
                        ? null
                        : words.text(
                                "proof.meant",
                                words.text("proof." + pledge.made().proof())),
                promises.pairs(pledge, judged),
                twin(judged),
                check(id, judged),
                words.count("history.count", pledge.told().trail().size()),
                days,
                days.size() * STEP,
                summary(days),
                STATES.stream().map(state -> day(state, 0)).toList(),
                pledge.told().reds().stream().map(promises::attempt).toList(),
                words.text("history.all"),
                attempts.stream().map(promises::attempt).toList(),
                more ? older(self, attempts) : null,
                before.isPresent() ? self : null);
    }

    private static @Nullable String older(String self, List<Recorded> attempts) {
        return attempts.isEmpty()
                ? null
                : self + (self.contains("?") ? "&" : "?") + "before="
                        + attempts.getLast().index();
    }

    private String twin(Judgement judged) {
        return judged.shown()
                .map(Recorded::evidence)
                .map(Evidence::twin)
                .map(twin -> words.text("twin." + PromiseViews.code(twin)))
                .orElseGet(() -> words.text("twin.none"));
    }

    private PromisePage.Check check(PromiseId id, Judgement judged) {
        String bundle = Paths.promiseBundle(id);
        return new PromisePage.Check(
                words.text(judged.shown().isPresent() ? "check.lead" : "check.none"),
                bundle,
                judged.shown().map(PromiseViews::file).orElse(id + ".bundle.json"),
                commands.verify(bundle));
    }

    private static List<PromisePage.Day> days(Told told, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        List<PromisePage.Day> days = new ArrayList<>();
        for (int i = 0; i < PromiseTrack.DAYS; i++) {
            State worst = told.days().get(today.minusDays(PromiseTrack.DAYS - 1L - i));
            days.add(day(worst == null ? "none" : PromiseViews.code(worst), i * STEP));
        }
        return days;
    }

    /// Each state has its height, so that colour is not all that tells them apart.
    private static PromisePage.Day day(String state, int x) {
        int height = switch (state) {
            case "broken" -> FULL;
            case "kept" -> FULL * 3 / 5;
            case "unproved" -> FULL / 4;
            default -> FULL / 10;
        };
        return new PromisePage.Day(state, x, FULL - height, height);
    }

    private String summary(List<PromisePage.Day> days) {
        Map<String, Integer> tally = new HashMap<>();
        days.forEach(day -> tally.merge(day.state(), 1, Integer::sum));
        return words.text(
                "history.daysSummary",
                days.size(),
                tally.getOrDefault("kept", 0),
                tally.getOrDefault("broken", 0),
                tally.getOrDefault("unproved", 0),
                tally.getOrDefault("none", 0));
    }
}
