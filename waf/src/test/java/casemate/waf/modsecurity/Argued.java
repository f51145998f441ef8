package casemate.waf.modsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// The cases that come out otherwise than in ModSecurity, in groups that say why: `argued.txt`. A line `== name` begins
/// a group, `# text` argues it, `~ pattern` is how all its cases differ, and each other line is a case.
record Argued(List<Group> groups) {
    Argued {
        groups = List.copyOf(groups);
    }

    record Group(String name, Pattern how, List<String> cases) {
        Group {
            cases = List.copyOf(cases);
        }
    }

    static Argued read() throws Exception {
        String text;
        try (InputStream in = Objects.requireNonNull(Argued.class.getResourceAsStream("argued.txt"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Group> groups = new ArrayList<>();
        for (String part : text.split("(?m)^== ", -1)) {
            if (!part.isBlank()) {
                groups.add(group(part.lines().toList()));
            }
        }
        assertThat(groups).isNotEmpty();
        return new Argued(groups);
    }

    private static Group group(List<String> lines) {
        Pattern how = Pattern.compile(lines.stream()
                .filter(line -> line.startsWith("~ "))
                .findFirst()
                .orElseThrow()
                .substring(2));
        List<String> cases = lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("# ") && !line.startsWith("~ "))
                .toList();
        return new Group(lines.getFirst(), how, cases);
    }

    /// A case stands here as often as cases of its name differ.
    List<String> cases() {
        return groups.stream().flatMap(group -> group.cases().stream()).toList();
    }

    boolean explains(String id, String how) {
        return groups.stream()
                .anyMatch(group ->
                        group.cases().contains(id) && group.how().matcher(how).find());
    }
}
