package casemate.app;

import casemate.app.house.RecoveryKey;
import casemate.app.house.RecoveryShares;
import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `casemate recovery`: splits the recovery key among people, and puts it together again.
@Command(
        name = "recovery",
        mixinStandardHelpOptions = true,
        description = "Splits the house's recovery key among people, none of whom has it alone, and joins it again.",
        synopsisSubcommandLabel = "COMMAND")
final class RecoveryCommand implements Runnable {
    private static final int MAX_SHARE_BYTES = 4_096;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new RecoveryCommand())
                .addSubcommand(new Split(surroundings))
                .addSubcommand(new Join(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: split or join");
    }

    /// Prints shares, one a line.
    @Command(
            name = "split",
            mixinStandardHelpOptions = true,
            description = "Prints shares of the key, to be printed on paper and given to as many people.")
    static final class Split implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "KEY", description = "The file with the recovery key.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call()
        private Path key;

        @Option(names = "--shares", defaultValue = "5", description = "How many; usual: ${DEFAULT-VALUE}")
        private int shares;

        @Option(
                names = "--needed",
                defaultValue = "3",
                description = "How many of them open the house; usual: ${DEFAULT-VALUE}")
        private int needed;

        private final Surroundings surroundings;

        Split(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            RecoveryShares.split(RecoveryKey.read(key), shares, needed, new SecureRandom())
                    .forEach(surroundings.out()::println);
            surroundings.tell("any " + needed + " of these " + shares + " open the house; destroy " + key
                    + " when they are in their people's hands");
            return CommandLines.DONE;
        }
    }

    /// Writes the key.
    @Command(name = "join", mixinStandardHelpOptions = true, description = "Puts the key together from enough shares.")
    static final class Join implements Callable<Integer> {
        @Option(
                names = "--into",
                required = true,
                paramLabel = "FILE",
                description = "Where the key is written; it must not be there yet.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call()
        private Path into;

        @Parameters(arity = "1..*", paramLabel = "SHARE", description = "Files, each with one share or several.")
        private List<Path> files = List.of();

        private final Surroundings surroundings;

        Join(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            if (Files.exists(into)) {
                throw Refusal.conflict("file-exists", into + " is there already; name another file.");
            }
            List<String> shares = new ArrayList<>();
            for (Path file : files) {
                try (var in = Files.newInputStream(file)) {
                    new String(in.readNBytes(MAX_SHARE_BYTES), StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .forEach(shares::add);
                } catch (IOException _) {
                    throw Refusal.invalid("share-missing", "The share " + file + " cannot be read.");
                }
            }
            RecoveryKey joined = RecoveryShares.join(shares);
            DurableFile.write(into, (joined.identity().revealText() + "\n").getBytes(StandardCharsets.UTF_8));
            surroundings.tell("wrote " + into);
            return CommandLines.DONE;
        }
    }
}
