package casemate.app;

import casemate.app.secret.DeploySecrets;
import casemate.app.secret.EmbeddedStrongroom;
import casemate.base.DurableFile;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.vault.strongroom.DeployBundle;
import casemate.vault.strongroom.Strongroom;
import casemate.vault.strongroom.StrongroomFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `casemate strongroom`: keeps a live server's passwords on another machine.
@Command(
        name = "strongroom",
        mixinStandardHelpOptions = true,
        description = "Keeps the sealed passwords of a live server on another machine, and gives them out once.",
        synopsisSubcommandLabel = "COMMAND")
final class StrongroomCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new StrongroomCommand())
                .addSubcommand(new Serve(surroundings))
                .addSubcommand(new Token(surroundings))
                .addSubcommand(new Seal(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: serve, token or seal");
    }

    /// On the strongroom's machine, as a service.
    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Serves a strongroom's directory until it is stopped, and prints its address and pin.")
    static final class Serve implements Callable<Integer> {
        private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
        private static final int MAX_PORT = 65_535;

        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Made when it is not there.")
        private Path directory = Path.of("");

        @Option(names = "--listen", defaultValue = "0.0.0.0:8443", description = "Usual: ${DEFAULT-VALUE}")
        private String listen = "";

        @Option(names = "--with-parent", hidden = true, description = "Ends when standard input does.")
        private boolean withParent;

        private final Surroundings surroundings;

        Serve(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            SecureRandom chance = new SecureRandom();
            Clock clock = Clock.systemUTC();
            InetSocketAddress address = address(listen);
            StrongroomFiles files = StrongroomFiles.open(directory, chance, clock);
            try (Strongroom room = Strongroom.serve(
                    files, address, chance, clock, line -> surroundings.tell(clock.instant() + " " + line))) {
                surroundings
                        .out()
                        .println(EmbeddedStrongroom.READY + " https://" + address.getHostString() + ":" + room.port()
                                + "/ " + room.pin());
                surroundings.out().flush();
                if (withParent) {
                    System.in.transferTo(java.io.OutputStream.nullOutputStream());
                } else {
                    new CountDownLatch(1).await();
                }
                return CommandLines.DONE;
            }
        }

        private static InetSocketAddress address(String listen) {
            Matcher form = ADDRESS.matcher(listen);
            if (!form.matches() || Integer.parseInt(form.group(2)) > MAX_PORT) {
                throw Refusal.invalid("listen-malformed", "--listen takes ADDRESS:PORT such as 0.0.0.0:8443.");
            }
            return new InetSocketAddress(form.group(1), Integer.parseInt(form.group(2)));
        }
    }

    /// On the strongroom's machine, before each deployment.
    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Prints a token that opens the strongroom once: for the next casemate up --secrets.")
    static final class Token implements Callable<Integer> {
        private static final Duration MOST = Duration.ofDays(7);

        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The strongroom's directory.")
        private Path directory = Path.of("");

        @Option(names = "--life", defaultValue = "PT1H", description = "How long it opens; usual: ${DEFAULT-VALUE}")
        private Duration life = Duration.ZERO;

        private final Surroundings surroundings;

        Token(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            if (!life.isPositive() || life.compareTo(MOST) > 0) {
                throw Refusal.invalid("life-malformed", "--life takes at most seven days, such as PT1H.");
            }
            Secret token = StrongroomFiles.token(directory, life, new SecureRandom(), Clock.systemUTC());
            surroundings.out().println(token.revealText());
            return CommandLines.DONE;
        }
    }

    /// On the live server, when somebody issued something new.
    @Command(
            name = "seal",
            mixinStandardHelpOptions = true,
            description = {
                "Seals what others issued, NAME=VALUE a line from standard input, into a file for the strongroom's",
                "directory (" + StrongroomFiles.GATEWAYS + "). Names in use: keys-token."
            })
    static final class Seal implements Callable<Integer> {
        private static final int MOST_BYTES = 16 << 10;

        @Option(names = "--into", required = true, paramLabel = "FILE", description = "Where the sealed file goes.")
        private Path into = Path.of("");

        @Mixin
        private final DataOption data = new DataOption();

        private final Surroundings surroundings;

        Seal(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            Path keys = data.path(surroundings.environment()).resolve("keys");
            if (!Files.isDirectory(keys)) {
                throw Refusal.notFound("data-none", "No house is in " + keys.getParent() + "; give its --data.");
            }
            SealingKey key = SealingKey.open(keys.resolve(DeploySecrets.KEY), new SecureRandom());
            byte[] sealed = DeployBundle.sealGateways(
                    key, new DeployBundle.Passwords(Clock.systemUTC().instant(), read(System.in)));
            DurableFile.write(into, sealed);
            surroundings.tell(
                    "wrote " + into + "; bring it to the strongroom's directory as " + StrongroomFiles.GATEWAYS);
            return CommandLines.DONE;
        }

        static Map<String, Secret> read(InputStream in) throws IOException {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Refusal.invalid("secrets-too-large", "Give at most 16 KiB of secrets.");
            }
            Map<String, Secret> all = new TreeMap<>();
            for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
                int at = line.indexOf('=');
                if (line.isBlank()) {
                    continue;
                }
                if (at < 1) {
                    throw Refusal.invalid("secrets-malformed", "Give NAME=VALUE a line, such as keys-token=s.abc.");
                }
                all.put(
                        line.substring(0, at).strip(),
                        Secret.of(line.substring(at + 1).strip()));
            }
            if (all.isEmpty()) {
                throw Refusal.invalid("secrets-missing", "Give NAME=VALUE a line on standard input.");
            }
            return all;
        }
    }
}
