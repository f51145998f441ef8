package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleFilesTest {
    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(directory.resolve("rules"));
    }

    @Test
    void filesThatAnIncludeMeansAreReadInTheOrderOfTheirNames() throws IOException {
        write("main.conf", "Include parts/*.conf\nSecMarker END\n");
        write("parts/b.conf", "SecMarker B\n");
        write("parts/a.conf", "SecMarker A\n");
        write("parts/a.conf.example", "SecMarker EXAMPLE\n");
        write("parts/.hidden.conf", "SecMarker HIDDEN\n");

        assertThat(markers("main.conf")).containsExactly("A", "B", "END");
    }

    @Test
    void aNameIsLookedForBesideTheFileThatHoldsItThenInTheRoot() throws IOException {
        write("main.conf", "Include sub/one.conf\n");
        write("sub/one.conf", "Include two.conf\nInclude \"three.conf\"\n");
        write("sub/two.conf", "SecMarker BESIDE\n");
        write("two.conf", "SecMarker ROOT\n");
        write("three.conf", "SecMarker THREE\n");

        assertThat(markers("main.conf")).containsExactly("BESIDE", "THREE");
    }

    @Test
    void whatIsIncludedOptionallyMayBeMissing() throws IOException {
        write("main.conf", "IncludeOptional none.conf\nIncludeOptional none/*.conf\nSecMarker END\n");

        assertThat(markers("main.conf")).containsExactly("END");
    }

    @Test
    void whatIsIncludedOtherwiseMayNot() throws IOException {
        write("main.conf", "Include none.conf\nInclude none/*.conf\n");

        assertThatThrownBy(() -> markers("main.conf"))
                .isInstanceOf(RulesRefused.class)
                .hasMessage(root.resolve("main.conf") + ":1:9: there is no file none.conf\n" + root.resolve("main.conf")
                        + ":2:9: there is no file none/*.conf");
    }

    @Test
    void filesThatIncludeThemselvesAreRefused() throws IOException {
        write("main.conf", "Include other.conf\n");
        write("other.conf", "Include main.conf\n");

        assertThatThrownBy(() -> markers("main.conf"))
                .hasMessageContaining("other.conf:1:9: the file ")
                .hasMessageEndingWith("includes itself");
    }

    @Test
    void filesThatIncludeTheSameFileTwiceAreNot() throws IOException {
        write("main.conf", "Include a.conf\nInclude a.conf\n");
        write("a.conf", "SecMarker A\n");

        assertThat(markers("main.conf")).containsExactly("A", "A");
    }

    @Test
    void aChainOfIncludesIsBounded() throws IOException {
        for (int i = 0; i <= Reading.DEEPEST; i++) {
            write(i + ".conf", "Include " + (i + 1) + ".conf\n");
        }

        assertThatThrownBy(() -> markers("0.conf")).hasMessageContaining("included more than 16 deep");
    }

    @Test
    void dataIsFoundBesideTheRuleThatNamesIt() throws IOException {
        write("sub/words.data", "a\nb\n");

        Place rule = new Place(root.resolve("sub/rules.conf").toString(), 3, 5);
        assertThat(RuleFiles.under(root).data("words.data", rule).toLatin1()).isEqualTo("a\nb\n");
        assertThatThrownBy(() -> RuleFiles.under(root).data("other.data", rule))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(rule + ": there is no file other.data");
    }

    @Test
    void othersRulesReadNothingOutsideTheirDirectory() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "SecMarker SECRET\n");
        Files.createSymbolicLink(root.resolve("link.conf"), secret);
        for (String name : List.of("../secret", secret.toString(), "link.conf", "../s*", "l*.conf")) {
            write("main.conf", "Include " + name + "\n");

            assertThatThrownBy(() -> markers("main.conf")).hasMessageContaining("lies outside the directory");
            assertThat(RuleText.parse(RuleFiles.from(root), Path.of("main.conf")))
                    .hasSize(1);
        }
    }

    @Test
    void aTextWithoutFilesReadsNone() {
        assertThatThrownBy(() -> RuleText.parse(RuleFiles.none(), "text", "Include /etc/hostname\n"))
                .hasMessage("text:1:9: these rules are a text without files; /etc/hostname cannot be read");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        Path large = write("main.conf", "");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(RuleFiles.LARGEST_FILE + 1L);
        }

        assertThatThrownBy(() -> markers("main.conf")).hasMessageContaining("larger than 16 MiB");

        write("twice.conf", "Include main.conf\nInclude main.conf\n");
        assertThatThrownBy(() -> markers("twice.conf"))
                .hasMessageContaining("twice.conf:1:9: the file")
                .hasMessageContaining("twice.conf:2:9: the file")
                .hasMessageNotContaining("includes itself");
    }

    @Test
    void aNameThatIsNoneIsRefused() throws IOException {
        write("main.conf", "Include \"a\0b\"\nInclude \"\"\n");

        assertThatThrownBy(() -> markers("main.conf")).isInstanceOf(RulesRefused.class);
    }

    @Test
    void wildcardsMeanWhatAShellMeansByThem() {
        assertThat(FileGlob.matches("*.conf", "a.conf")).isTrue();
        assertThat(FileGlob.matches("*a*b*", "xxaxxbxx")).isTrue();
        assertThat(FileGlob.matches("?.conf", "ab.conf")).isFalse();
        assertThat(FileGlob.matches("*a*b", "aab0")).isFalse();
        assertThat(FileGlob.matches("*", ".hidden")).isFalse();
        assertThat(FileGlob.matches(".*", ".hidden")).isTrue();
    }

    private Path write(String name, String text) throws IOException {
        if (name.contains("/")) {
            Files.createDirectories(root.resolve(name.substring(0, name.lastIndexOf('/'))));
        }
        return Files.writeString(root.resolve(name), text);
    }

    private List<String> markers(String file) {
        return RuleText.parse(RuleFiles.under(root), Path.of(file)).stream()
                .map(directive -> ((Directive.Marker) directive).name())
                .toList();
    }
}
