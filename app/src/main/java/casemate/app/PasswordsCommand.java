package casemate.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `casemate passwords`: the list of leaked ones, and digests from elsewhere.
@Command(
        name = "passwords",
        mixinStandardHelpOptions = true,
        description = "Loads a list of leaked passwords, and brings people along with their passwords' digests.")
final class PasswordsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new PasswordsCommand())
                .addSubcommand(new PasswordsLoadCommand(surroundings))
                .addSubcommand(new PasswordsImportCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "passwords needs a command: "
                        + String.join(" or ", spec.subcommands().keySet()));
    }
}
