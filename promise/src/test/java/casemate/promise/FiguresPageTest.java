package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/formats/figures.md` is written by this test, run with `-Dcasemate.update=true`, and must be current otherwise.
class FiguresPageTest {
    private static final String HEAD = """
            # The figures of every promise

            <!-- Written by FiguresPageTest; after a change: ./mvnw -pl promise -am test -Dtest=FiguresPageTest \\
                 -Dsurefire.failIfNoSpecifiedTests=false -Dcasemate.update=true -->

            What stands under `figures` of each promise in a [policy](policy.md), and what it may be. A
            promise without figures is not listed. Bounds include both ends; those of a list count its elements, those
            of a text its characters.

            | promise | figure | kind | bounds |
            |---|---|---|---|
            """;

    @Test
    void the_page_of_figures_is_current() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (CatalogueRow row : Catalogue.all()) {
            row.figures().forEach(figure -> page.append(line(row, figure)));
        }
        Path file = House.find().file("docs/formats/figures.md");
        if (Boolean.getBoolean("casemate.update")) {
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file))
                .as("docs/formats/figures.md is out of date; its head says how to write it anew")
                .isEqualTo(page.toString());
    }

    private static String line(CatalogueRow row, Figure figure) {
        String bounds = figure.bounds().map(b -> b.min() + " to " + b.max()).orElse("");
        return "| " + row.id() + " | `" + figure.name() + "` | " + figure.kind().expected() + " | " + bounds + " |\n";
    }
}
