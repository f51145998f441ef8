package casemate.control.crypto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is judged weak, and by whom: a list of ours with its sources and the day when somebody held it against them. A
/// line is `ALGORITHM | LEAST BITS | END OR never | SOURCE`; of several lines of one algorithm the one with the most
/// bits
/// that an asset reaches counts. What no line reaches is weak; what has no line is unknown, never good.
public final class Verdicts {
    private static final String CHECKED = "checked: ";
    private static final String NEVER = "never";
    private static final int PARTS = 4;

    private record Line(String algorithm, int least, boolean never, Optional<LocalDate> end, String source) {}

    private final LocalDate checked;
    private final List<Line> lines;

    private Verdicts(LocalDate checked, List<Line> lines) {
        this.checked = checked;
        this.lines = lines;
    }

    /// The list of this release.
    static Verdicts ours() {
        try (InputStream in =
                        Objects.requireNonNull(Verdicts.class.getResourceAsStream("verdicts.txt"), "verdicts.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalStateException for a list that is none
    static Verdicts read(List<String> text) {
        if (text.isEmpty() || !text.getFirst().startsWith(CHECKED)) {
            throw new IllegalStateException("a list of verdicts begins with " + CHECKED);
        }
        return new Verdicts(
                LocalDate.parse(text.getFirst().substring(CHECKED.length()).strip()),
                text.stream()
                        .skip(1)
                        .filter(l -> !l.isBlank() && !l.startsWith("#"))
                        .map(Verdicts::line)
                        .toList());
    }

    private static Line line(String text) {
        List<String> parts =
                Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
        if (parts.size() != PARTS) {
            throw new IllegalStateException("not ALGORITHM | LEAST BITS | END | SOURCE: " + text);
        }
        boolean never = parts.get(2).equals(NEVER);
        return new Line(
                parts.get(0),
                Integer.parseInt(parts.get(1)),
                never,
                never || parts.get(2).isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(parts.get(2))),
                parts.get(3));
    }

    /// When the list was last held against its sources.
    public LocalDate checked() {
        return checked;
    }

    Judged judge(Asset asset, Instant now) {
        List<Line> known = lines.stream()
                .filter(l -> l.algorithm().equals(asset.algorithm()))
                .toList();
        if (known.isEmpty()) {
            return new Judged(asset, Judged.Verdict.UNKNOWN, Optional.empty(), "");
        }
        Optional<Line> reached =
                known.stream().filter(l -> l.least() <= asset.bits()).max(Comparator.comparingInt(Line::least));
        Line line = reached.orElse(known.getFirst());
        boolean over = line.end()
                .filter(e -> e.isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC)))
                .isPresent();
        boolean expired = asset.until().filter(now::isAfter).isPresent();
        if (reached.isEmpty() || line.never() || over || expired) {
            return new Judged(asset, Judged.Verdict.WEAK, line.end(), line.source());
        }
        return new Judged(
                asset, line.end().isPresent() ? Judged.Verdict.ENDING : Judged.Verdict.GOOD, line.end(), line.source());
    }
}
