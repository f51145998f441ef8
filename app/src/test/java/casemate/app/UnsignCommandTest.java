package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a jar that really is signed.
class UnsignCommandTest {
    @TempDir
    Path directory;

    @Test
    void a_signed_jar_keeps_everything_but_its_signature() throws IOException {
        Path signed = signed();
        Path jar = Files.copy(signed, directory.resolve("signed.jar"));
        UnsignCommand.unsign(jar);
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getManifest().getEntries()).isEmpty();
            assertThat(file.getManifest().getMainAttributes()).isNotEmpty();
        }
        var left = checksums(signed);
        assertThat(left.keySet().removeIf(name -> name.endsWith(".SF") || name.endsWith(".RSA")))
                .isTrue();
        var made = checksums(jar);
        left.remove(JarFile.MANIFEST_NAME);
        made.remove(JarFile.MANIFEST_NAME);
        assertThat(made).hasSizeGreaterThan(100).isEqualTo(left);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(jar);
        }
    }

    @Test
    void a_jar_without_a_signature_is_left_as_it_is() throws IOException {
        Path jar = Files.copy(signed(), directory.resolve("any.jar"));
        UnsignCommand.unsign(jar);
        Object before = Files.getAttribute(jar, "unix:ino");
        UnsignCommand.unsign(jar);
        assertThat(Files.getAttribute(jar, "unix:ino")).isEqualTo(before);
    }

    private static Path signed() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
                .filter(entry -> entry.contains("bcpkix"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> checksums(Path jar) throws IOException {
        Map<String, Long> all = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                all.put(entry.getName(), entry.getCrc());
            }
        }
        return all;
    }
}
