package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real launcher script, in a small house with a JDK and a Maven that only write down how they were called.
class LauncherTest {
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    Path directory;

    private Path house;
    private Path jdk;

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void build_a_small_house() throws IOException {
        house = Files.createDirectories(directory.resolve("a house"));
        Files.copy(Path.of("..", "casemate"), house.resolve("casemate"));
        Files.writeString(house.resolve("pom.xml"), "<project/>");
        Files.createDirectories(house.resolve("app/src/main"));
        Files.writeString(house.resolve("app/pom.xml"), "<project/>");
        script(house.resolve("mvnw"), """
                echo built >>"$0.calls"
                echo "[INFO] Building app 0.1.0   [1/1]"
                if [ -e "$(dirname "$0")/broken" ]; then echo "[ERROR] App.java:[1,1] ';' expected"; exit 1; fi
                mkdir -p app/target/lib && touch app/target/lib/part.jar app/target/app-0.1.0.jar
                """);
        jdk = directory.resolve("jdk 25");
        script(jdk.resolve("bin/java"), "echo \"$@\"");
        script(jdk.resolve("bin/javac"), "exit 0");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
    }

    @Test
    void it_builds_once_and_runs_what_it_built() throws Exception {
        Ran first = launch("status", "two words");
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("part.jar").contains("casemate.app.Main status two words");
        assertThat(first.err()).contains("casemate: building").contains("[1/1]").contains("casemate: built");
        assertThat(launch("status").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void it_builds_again_when_a_source_is_newer_and_leaves_the_build_that_runs() throws Exception {
        launch("status");
        Path before = current();
        Path source = Files.writeString(house.resolve("app/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        launch("status");
        assertThat(builds()).isEqualTo(2);
        assertThat(current()).isNotEqualTo(before);
        assertThat(before).isDirectory();
    }

    @Test
    void it_works_through_links_from_any_directory() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a house", "casemate"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), link);
        Ran ran = run(Path.of("/"), jdk.toString(), List.of(second.toString(), "doctor"));
        assertThat(ran.out()).contains("casemate.app.Main doctor").contains("-Dcasemate.root=" + house.toRealPath());
    }

    @Test
    void a_failed_build_shows_the_errors_and_returns_1() throws Exception {
        Files.createFile(house.resolve("broken"));
        Ran ran = launch("status");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("';' expected").contains("the build failed");
        Files.delete(house.resolve("broken"));
        assertThat(launch("status").code()).isZero();
    }

    @Test
    void a_dead_builders_lock_is_no_obstacle() throws Exception {
        Files.createDirectories(house.resolve("build/lock"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(house.resolve("build/lock/pid"), dead.pid() + "\n");
        assertThat(launch("status").code()).isZero();
    }

    @Test
    void without_a_jdk_25_it_says_in_one_line_how_to_get_one() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
        // No JDK of this machine can be seen in there.
        List<String> bare = List.of(
                "bwrap",
                "--bind",
                "/",
                "/",
                "--tmpfs",
                "/usr/lib/jvm",
                "--dev",
                "/dev",
                "--die-with-parent",
                "--",
                house.resolve("casemate").toString(),
                "status");
        Ran ran = run(directory, jdk.toString(), bare);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("casemate: a JDK 25 is needed").hasLineCount(1);
        assertThat(builds()).isZero();
    }

    private Ran launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(house.resolve("casemate").toString()));
        command.addAll(List.of(arguments));
        return run(directory, jdk.toString(), command);
    }

    private Ran run(Path from, String javaHome, List<String> command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(from.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path current() throws IOException {
        return house.resolve("build")
                .resolve(Files.readString(house.resolve("build/current")).strip());
    }

    private long builds() throws IOException {
        Path calls = house.resolve("mvnw.calls");
        return Files.exists(calls)
                ? Files.readAllLines(calls, StandardCharsets.UTF_8).size()
                : 0;
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
