package casemate.app.secret;

import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.vault.strongroom.StrongroomFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A strongroom for a house that has none elsewhere: another process with another directory, on the same machine. It
/// ends when its parent does.
public final class EmbeddedStrongroom implements AutoCloseable {
    /// What it says when it answers, before address and pin.
    public static final String READY = "strongroom";

    /// In the data directory. No copy of the house holds it: what it keeps is made anew at every start.
    public static final String DIRECTORY = "strongroom";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int WORDS = 3;

    private final Process process;
    private final StrongroomPlace place;

    private EmbeddedStrongroom(Process process, StrongroomPlace place) {
        this.process = process;
        this.place = place;
    }

    /// Starts it, and makes the token for this one start as its operator would.
    ///
    /// @param main the class of the command line
    /// @param log what it says beside that
    public static EmbeddedStrongroom start(Path directory, Class<?> main, Path log, SecureRandom chance, Clock clock)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Secret token = StrongroomFiles.token(directory, LIFE, chance, clock);
        ProcessBuilder command = new ProcessBuilder(command(directory, main)).redirectError(log.toFile());
        command.environment().clear();
        Process process = command.start();
        try {
            String[] said = firstLine(process).split(" ", -1);
            if (said.length != WORDS || !said[0].equals(READY)) {
                throw new IOException("the strongroom says something else; see " + log);
            }
            return new EmbeddedStrongroom(
                    process, new StrongroomPlace(URI.create(said[1]), said[2], TokenFile.given(token)));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    public StrongroomPlace place() {
        return place;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /// The same programs as this process runs, with as little memory as they need.
    private static List<String> command(Path directory, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx32m", "-Xss512k", "-XX:TieredStopAtLevel=1"));
        command.add("-XX:+UseCompactObjectHeaders");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("-XX:AOTCache=") || a.startsWith("-Xlog:"))
                .forEach(command::add);
        // Slow visitors are cut off: there is one, and it is near.
        command.addAll(List.of("-Dsun.net.httpserver.maxReqTime=15", "-Dsun.net.httpserver.maxRspTime=15"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of("strongroom", "serve", "--dir", directory.toString()));
        command.addAll(List.of("--listen", "127.0.0.1:0", "--with-parent"));
        return command;
    }

    private static String firstLine(Process process) throws IOException, InterruptedException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofPlatform().name("strongroom-said").daemon().start(() -> {
            try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
                String first = said.readLine();
                line.complete(first == null ? "" : first);
                // To its end, so that it never waits for a reader.
                said.transferTo(java.io.Writer.nullWriter());
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            return line.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Unavailable("The strongroom of this machine did not start", START, e);
        }
    }
}
