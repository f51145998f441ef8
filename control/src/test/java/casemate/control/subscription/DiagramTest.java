package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The diagram in `docs/design/lifecycle.md` is the table of moves; `-Dcasemate.update=true` writes it anew.
class DiagramTest {
    private static final Path PAGE = Path.of("../docs/design/lifecycle.md");
    private static final String BEGIN = "```mermaid\n";
    private static final String END = "```\n";

    @Test
    void the_diagram_in_the_docs_agrees_with_the_code() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END, start);
        if (Boolean.getBoolean("casemate.update")) {
            Files.writeString(PAGE, page.substring(0, start) + diagram() + page.substring(end));
        } else {
            assertThat(page.substring(start, end)).isEqualTo(diagram());
        }
    }

    private static String diagram() {
        String moves = Arrays.stream(Move.values())
                .flatMap(move -> Arrays.stream(State.values())
                        .filter(from -> move.from(from) && from != move.to())
                        .map(from -> "    " + name(from) + " --> " + name(move.to()) + " : " + move.code()
                                + (move.byClock() ? " (clock)" : "") + "\n"))
                .collect(Collectors.joining());
        return "stateDiagram-v2\n    [*] --> trialing\n" + moves + "    erased --> [*]\n";
    }

    private static String name(State state) {
        return state.code().replace('-', '_');
    }
}
