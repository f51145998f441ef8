package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OutsideOptionsTest {
    @TempDir
    Path directory;

    @Test
    void a_list_of_domains_is_read_strictly() throws Exception {
        Path list = directory.resolve("list");
        Files.writeString(list, "# ours\nburner.example\n\n  Other.Example # seen in May\r\n");
        assertThat(read(list).outside(Optional.empty()).throwaway())
                .containsExactlyInAnyOrder("burner.example", "other.example");
        Files.writeString(list, "burner.example\nann@burner.example\n");
        OutsideOptions wrong = read(list);
        assertThatThrownBy(() -> wrong.outside(Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 2");
    }

    private static OutsideOptions read(Path list) {
        return CommandLine.populateCommand(new OutsideOptions(), "--throwaway-domains", list.toString());
    }
}
