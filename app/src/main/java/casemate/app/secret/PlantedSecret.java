package casemate.app.secret;

import casemate.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret left in each place where none may be: a process's environment and arguments, and a file.
final class PlantedSecret implements AutoCloseable {
    private final Process process;
    private final Path file;

    private PlantedSecret(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    /// @param data the data directory
    static PlantedSecret plant(Secret secret, Path data) {
        String text = secret.revealText();
        // Ends by itself when we do: its input is closed then.
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", "read -r _", "casemate-canary", text);
        shell.environment().clear();
        shell.environment().put("CASEMATE_CANARY", text);
        try {
            Path file = Files.createTempFile(data, ".canary", ".tmp");
            try {
                Files.write(file, secret.reveal());
                return new PlantedSecret(shell.start(), file);
            } catch (IOException e) {
                Files.delete(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing could be planted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the planted file cannot be removed", e);
        }
    }
}
