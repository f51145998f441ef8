package casemate.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `casemate` without a command says which there are.
@Command(
        name = "casemate",
        mixinStandardHelpOptions = true,
        version = "casemate " + RootCommand.VERSION,
        description = "Hosts one isolated application per customer, and proves the policy it publishes.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 bad input.", "Begin with: casemate up"})
final class RootCommand implements Runnable {
    static final String VERSION = "0.1.0";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing; casemate up starts everything");
    }
}
