package casemate.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `casemate waf`: what can be done with firewall rules without a gateway.
@Command(
        name = "waf",
        mixinStandardHelpOptions = true,
        description = "Checks, explains, tests and measures the firewall's rules.")
final class WafCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new WafCommand())
                .addSubcommand(new WafCheckCommand(surroundings))
                .addSubcommand(new WafExplainCommand(surroundings))
                .addSubcommand(new WafFtwCommand(surroundings))
                .addSubcommand(new WafBenchCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "waf needs a command: " + String.join(" or ", spec.subcommands().keySet()));
    }
}
