package casemate.trust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One promise in the reader's language.
///
/// @param state `kept`, `broken` or `unproved`: the class of its colours and the name of its shape
/// @param reason why it is unproved
/// @param why what the drill found; English, as recorded
/// @param proven when it was last found kept
/// @param checked when it was last attempted
/// @param until until when the last outcome counts, or counted
/// @param lastBroken stays for as long as the ledger is read, whatever came later
record PromiseView(
        String id,
        String href,
        String sentence,
        String sentenceLanguage,
        String state,
        String stateLabel,
        @Nullable String reason,
        String proofLabel,
        @Nullable String why,
        List<Figures.Fact> measured,
        @Nullable Moment proven,
        String checkedLabel,
        @Nullable Moment checked,
        String untilLabel,
        @Nullable Moment until,
        @Nullable Moment lastBroken) {}
