package casemate.waf.seclang;

import casemate.base.Refusal;
import java.nio.file.Path;
import java.util.List;

/// The door for SecLang as text: rule files become directives, or one refusal that names every problem.
public final class RuleText {
    private RuleText() {}

    /// Reads a file and all that it includes. A relative path is looked for in the root of the files.
    public static List<Directive> parse(RuleFiles files, Path file) {
        Reading reading = new Reading(files);
        Place place = new Place(file.toString(), 1, 1);
        try {
            reading.include(files.named(file.toString(), place), place);
        } catch (Refusal e) {
            reading.problems().add(place, e.text());
        }
        return reading.end();
    }

    /// Reads a text, one character for each byte.
    ///
    /// @param name what places in it are called; files that it names are looked for beside that name
    public static List<Directive> parse(RuleFiles files, String name, String text) {
        Reading reading = new Reading(files);
        reading.read(SourceText.of(name, text));
        return reading.end();
    }
}
