package casemate.app;

import casemate.base.Refusal;
import casemate.control.password.LeakedListWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `casemate passwords load FILE…`: passwords that have leaked, and are refused from then on. A running platform takes
/// the list within seconds.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description =
                "Has passwords refused that have leaked: Have I Been Pwned's range files, or lines of SHA1:count.")
final class PasswordsLoadCommand implements Callable<Integer> {
    private static final String LIST = "leaked-passwords";

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, or directories of range files.")
    private List<Path> files = List.of();

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    PasswordsLoadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = data.path(surroundings.environment());
        if (!Files.isDirectory(directory)) {
            throw Refusal.invalid("data-missing", "There is no platform at " + directory + "; name it by --data.");
        }
        Path list = directory.resolve(Platform.LISTS).resolve(LIST);
        long entries = LeakedListWriter.write(files, list);
        surroundings.out().println(String.format("%,d leaked passwords are refused from now on.", entries));
        return CommandLines.DONE;
    }
}
