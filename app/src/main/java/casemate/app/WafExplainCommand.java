package casemate.app;

import casemate.base.Refusal;
import casemate.waf.ftw.Explanation;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate waf explain`: why a request is blocked, or why it is not.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one request through the firewall: which rules matched which values, and what each value was after each "
                    + "transformation. Nothing is sent anywhere.",
            "Returns 0 whether the request passes or is blocked."
        })
final class WafExplainCommand implements Callable<Integer> {
    /// As much as the recommended configuration lets through.
    private static final int MOST_BYTES = 14_000_000;

    @Parameters(
            paramLabel = "REQUEST",
            description = "A file with an HTTP/1.1 request: line, headers, blank line, body.")
    private Path request = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final WafRulesOption rules = new WafRulesOption();

    private final Surroundings surroundings;

    WafExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Bytes bytes = Bytes.of(read());
        Explanation explanation = Explanation.of(rules.blocking(), bytes);
        surroundings.out().print(json ? explanation.json().text() + "\n" : explanation.text());
        surroundings.out().flush();
        return CommandLines.DONE;
    }

    private byte[] read() throws IOException {
        if (!Files.isRegularFile(request)) {
            throw Refusal.invalid("request-missing", "There is no file " + request + ".");
        }
        try (InputStream in = Files.newInputStream(request)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Refusal.invalid("request-too-large", "The request has more than " + MOST_BYTES + " bytes.");
            }
            return bytes;
        }
    }
}
