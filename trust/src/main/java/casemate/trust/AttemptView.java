package casemate.trust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a drill, as recorded.
record AttemptView(
        long index,
        Moment finished,
        String state,
        String stateLabel,
        String drill,
        String twin,
        @Nullable String subject,
        @Nullable String why,
        List<Figures.Fact> measured,
        String bundle,
        String file) {}
