package casemate.bench;

import casemate.waf.bench.Figures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/// libmodsecurity in its own process (`bench/modsecurity.c`), asked by lines.
final class FirewallPeer implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final long loadNanos;
    private final long loadedKilobytes;

    FirewallPeer(Path program, Path rules) throws IOException {
        process = new ProcessBuilder(program.toString(), rules.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        questions = process.outputWriter();
        String[] ready = answer();
        loadNanos = Long.parseLong(ready[1]);
        loadedKilobytes = Long.parseLong(ready[2]);
    }

    long loadNanos() {
        return loadNanos;
    }

    long loadedKilobytes() {
        return loadedKilobytes;
    }

    Figures run(Path request, int times, double seconds) {
        try {
            questions.write(request + " " + times + " " + seconds + "\n");
            questions.flush();
            String[] a = answer();
            return new Figures(
                    Integer.parseInt(a[0]),
                    Long.parseLong(a[1]),
                    Long.parseLong(a[1]),
                    Long.parseLong(a[2]),
                    Long.parseLong(a[3]),
                    Long.parseLong(a[4]),
                    Integer.parseInt(a[5]),
                    0,
                    Long.parseLong(a[6]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer ended; what it said stands above");
        }
        return line.split(" ");
    }

    @Override
    public void close() throws IOException {
        questions.close();
    }
}
