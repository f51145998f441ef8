package casemate.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// The operator's log: all programs' lines in one bounded file, `run/casemate.log`, older ones beside it; none on the
/// terminal.
final class LogFile implements AutoCloseable {
    private static final String FORMAT = "%1$tFT%1$tT.%1$tLZ %4$-7s %3$s %5$s%6$s%n";

    /// Five files of 10 MB: some days of a busy platform, and never a full disk.
    private static final int MAX_BYTES = 10 << 20;

    private static final int FILES = 5;
    private static final String NETWORK = "io.netty";

    private final Handler handler;
    /// Kept, because loggers that nobody holds forget what they were told.
    private final Logger network;

    private LogFile(Handler handler, Logger network) {
        this.handler = handler;
        this.network = network;
    }

    static LogFile open(Path directory) throws IOException {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        LogManager.getLogManager().reset();
        FileHandler handler = new FileHandler(directory + "/casemate.%g.log", MAX_BYTES, FILES, true);
        Path newest = directory.resolve("casemate.log");
        if (!Files.isSymbolicLink(newest)) {
            Files.createSymbolicLink(newest, Path.of("casemate.0.log"));
        }
        handler.setFormatter(new SimpleFormatter());
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(handler);
        // It has a line, with the address, for each frame of a visitor who goes on sending after a refusal.
        Logger network = Logger.getLogger(NETWORK);
        network.setLevel(Level.WARNING);
        return new LogFile(handler, network);
    }

    @Override
    public void close() {
        network.setLevel(null);
        handler.close();
    }
}
