package casemate.trust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page of one promise.
///
/// @param proofMeant the kind of proof that the policy means to have, when it is another
/// @param attempts newest first
/// @param reds every time it was found broken, as far back as is remembered
/// @param older the next page of attempts; null on the last
/// @param newest the first page of attempts; null when this is it
record PromisePage(
        Frame frame,
        PromiseView promise,
        String areaCode,
        String areaName,
        List<Variant> variants,
        String window,
        String proofMeaning,
        @Nullable String proofMeant,
        List<Figures.Pair> pairs,
        String twin,
        Check check,
        String count,
        List<Day> days,
        int daysWidth,
        String daysSummary,
        List<Day> legend,
        List<AttemptView> reds,
        String attemptsTitle,
        List<AttemptView> attempts,
        @Nullable String older,
        @Nullable String newest) {

    /// @param who offers and regions
    /// @param sentence what is promised to them; null when it is what the page is headed with
    record Variant(String who, @Nullable String sentence, String language) {}

    /// Whether any figure is promised at all.
    boolean promises() {
        return pairs.stream().anyMatch(pair -> pair.promised() != null);
    }

    /// How a stranger checks this.
    ///
    /// @param lead what the bundle holds
    record Check(String lead, String bundle, String file, String command) {}

    /// The worst outcome of one day; its height tells it too, not its colour alone.
    ///
    /// @param state `kept`, `broken`, `unproved` or `none`
    record Day(String state, int x, int y, int height) {}
}
