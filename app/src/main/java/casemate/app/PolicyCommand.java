package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.PolicyProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `casemate policy`: a policy is the platform's configuration; look before it takes effect.
@Command(name = "policy", mixinStandardHelpOptions = true, description = "Checks a policy file, or compares two.")
final class PolicyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    private final Surroundings surroundings;

    PolicyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "policy needs check or diff");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Reads a policy strictly and names every problem with its line and column.")
    int check(
            @Parameters(paramLabel = "FILE", description = "Such as policies/casemate.yaml.") Path file,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws IOException {
        Optional<Policy> policy = read(file, json);
        if (policy.isPresent()) {
            Policy good = policy.get();
            int promises = good.promises().size();
            surroundings
                    .out()
                    .println(
                            json
                                    ? Json.object()
                                            .put("policy", good.hash())
                                            .put("vendor", good.vendor().name())
                                            .put("promises", promises)
                                            .build()
                                            .text()
                                    : file + ": " + good.vendor().name() + " makes " + promises
                                            + " promises; nothing is wrong with the file");
        }
        return policy.isPresent() ? CommandLines.DONE : CommandLines.BAD_INPUT;
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Says what a customer would be promised otherwise: A is in force, B would be.")
    int diff(
            @Parameters(index = "0", paramLabel = "A", description = "A policy file.") Path before,
            @Parameters(index = "1", paramLabel = "B", description = "Another.") Path after,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws IOException {
        Optional<Policy> first = read(before, json);
        Optional<Policy> second = read(after, json);
        if (first.isEmpty() || second.isEmpty()) {
            return CommandLines.BAD_INPUT;
        }
        List<PolicyDifference> differences = PolicyDifference.between(first.get(), second.get());
        if (json) {
            surroundings
                    .out()
                    .println(Json.array(differences, PolicyDifference::json).text());
        } else if (differences.isEmpty()) {
            surroundings.out().println("the two promise the same");
        } else {
            differences.forEach(d -> surroundings.out().println(d.line()));
        }
        return CommandLines.DONE;
    }

    /// The policy, or empty once its problems are printed.
    private Optional<Policy> read(Path file, boolean json) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Refusal.invalid(
                    "policy-missing", "There is no file " + file + "; name a policy such as policies/casemate.yaml.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than allowed, so that the parser sees that it is too large.
            return Optional.of(PolicyFile.parse(file.toString(), in.readNBytes(PolicyFile.MAX_BYTES + 1)));
        } catch (PolicyProblems problems) {
            if (json) {
                surroundings
                        .out()
                        .println(Json.array(problems.problems(), PolicyCommand::json)
                                .text());
            } else {
                problems.problems().forEach(p -> surroundings.err().println(p));
            }
            return Optional.empty();
        }
    }

    private static Json json(PolicyProblems.Problem problem) {
        return Json.object()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("column", problem.column())
                .put("message", problem.message())
                .build();
    }
}
