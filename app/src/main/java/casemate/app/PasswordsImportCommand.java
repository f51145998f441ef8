package casemate.app;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate passwords import CUSTOMER FILE`: brings a customer's people along from another system. Can be run again:
/// who is here already is passed over.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Makes accounts of lines of EMAIL,SHA256: the unsalted digests that another system kept.")
final class PasswordsImportCommand implements Callable<Integer> {
    private static final Pattern LINE = Pattern.compile("([^,\"\\s]{3,254}),([0-9A-Fa-f]{64})");
    private static final int MAX_BYTES = 64 << 20;

    /// As many as the API takes at once.
    private static final int AT_ONCE = 100;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "The customer's number, such as cus_….")
    private String customer = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "EMAIL,SHA256 on each line; a header may come first.")
    private Path file = Path.of("");

    @Option(names = "--language", paramLabel = "CODE", defaultValue = "en", description = "Of the letters to them.")
    private String language = "en";

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    PasswordsImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        String path = "/customers/" + new CustomerId(customer).value() + "/digests";
        List<Json> people = people();
        long made = 0;
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            for (int from = 0; from < people.size(); from += AT_ONCE) {
                List<Json> some = people.subList(from, Math.min(people.size(), from + AT_ONCE));
                Json.Obj answer = api.post(
                        path,
                        Json.object()
                                .put("language", language)
                                .put("people", new Json.Arr(some))
                                .build());
                made += answer.integer("made");
            }
        }
        surroundings.out().println(made + " accounts were made, " + (people.size() - made) + " were here already.");
        return CommandLines.DONE;
    }

    /// The whole file is read before anything is sent.
    private List<Json> people() throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > MAX_BYTES) {
            throw Refusal.invalid("import-unreadable", "Name a readable file of at most 64 MB: " + file);
        }
        List<String> lines =
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        List<Json> people = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i).strip());
            if (line.matches()) {
                people.add(Json.object()
                        .put("email", line.group(1))
                        .put("sha256", line.group(2))
                        .build());
            } else if (i > 0 || !lines.get(i).equalsIgnoreCase("email,sha256")) {
                throw Refusal.invalid(
                        "import-malformed", file + ", line " + (i + 1) + ": expected EMAIL,SHA256; nothing was sent.");
            }
        }
        return people;
    }
}
