package casemate.app;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import picocli.CommandLine;

/// Puts the command line together: every command, and what each kind of failure prints and returns (0 done,
/// 1 failed, 2 bad input).
final class CommandLines {
    static final int DONE = CommandLine.ExitCode.OK;
    static final int FAILED = 1;
    static final int BAD_INPUT = CommandLine.ExitCode.USAGE;

    private CommandLines() {}

    static CommandLine of(Surroundings surroundings) {
        CommandLine line = new CommandLine(new RootCommand())
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new AgentCommand(surroundings))
                .addSubcommand(new HostCommand(surroundings))
                .addSubcommand(new InstancesCommand(surroundings))
                .addSubcommand(new DrillCommand(surroundings))
                .addSubcommand(new AccessCommand(surroundings))
                .addSubcommand(new DomainCommand(surroundings))
                .addSubcommand(new BackupCommand(surroundings))
                .addSubcommand(new BackupsCommand(surroundings))
                .addSubcommand(new RestoreCommand(surroundings))
                .addSubcommand(new ReplicaCommand(surroundings))
                .addSubcommand(new ReplicaCommand.Failover(surroundings))
                .addSubcommand(new ReplicaCommand.Failback(surroundings))
                .addSubcommand(new NodeCommand(surroundings))
                .addSubcommand(new RestoreHouseCommand(surroundings))
                .addSubcommand(RecoveryCommand.line(surroundings))
                .addSubcommand(StrongroomCommand.line(surroundings))
                .addSubcommand(new SiteCommand(surroundings))
                .addSubcommand(new BansCommand(surroundings))
                .addSubcommand(new BanCommand(surroundings))
                .addSubcommand(new UnbanCommand(surroundings))
                .addSubcommand(new CryptoCommand(surroundings))
                .addSubcommand(new KeysCommand(surroundings))
                .addSubcommand(new RotateCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new VerifyCommand(surroundings))
                .addSubcommand(new PolicyCommand(surroundings))
                .addSubcommand(PasswordsCommand.line(surroundings))
                .addSubcommand(new PlacesCommand(surroundings))
                .addSubcommand(WafCommand.line(surroundings))
                .addSubcommand(new TrainCommand(surroundings))
                .addSubcommand(new UnsignCommand())
                .addSubcommand(new DoctorCommand(surroundings))
                .addSubcommand(new TestCommand(surroundings))
                .addSubcommand(new FormatCommand(surroundings));
        return line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, _) -> {
                    surroundings.tell(sentence(String.valueOf(e.getMessage())) + " See: "
                            + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return BAD_INPUT;
                })
                .setExecutionExceptionHandler((e, _, _) -> failure(e, surroundings));
    }

    private static int failure(Exception e, Surroundings surroundings) {
        return switch (e) {
            case Refusal refusal -> {
                surroundings.tell(refusal.text());
                yield BAD_INPUT;
            }
            case Unavailable unavailable -> {
                surroundings.tell(sentence(String.valueOf(unavailable.getMessage())) + " Try again in "
                        + unavailable.retryAfter().toSeconds() + " s.");
                yield FAILED;
            }
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                surroundings.tell("Interrupted.");
                yield FAILED;
            }
            default -> {
                surroundings.tell(Incident.record(e, surroundings));
                yield FAILED;
            }
        };
    }

    private static String sentence(String text) {
        String line = text.replaceAll("\\s*\\R\\s*", " ").strip();
        return line.endsWith(".") ? line : line + ".";
    }
}
