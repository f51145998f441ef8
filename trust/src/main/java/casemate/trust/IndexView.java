package casemate.trust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page of all promises.
///
/// @param verdict the state of the whole: `broken` when one is, `kept` when all are, else `unproved`
record IndexView(
        Frame frame,
        String verdict,
        String verdictTitle,
        String verdictLead,
        List<PromiseView> broken,
        List<Count> counts,
        List<Segment> bar,
        String barLabel,
        long total,
        Moment inForce,
        @Nullable Moment last,
        String entries,
        String policy,
        List<Area> areas) {

    record Count(String state, long number, String label) {}

    /// A piece of the bar, in hundredths of its width.
    record Segment(String state, String from, String width) {}

    record Area(String code, String name, String tally, List<PromiseView> promises) {}
}
