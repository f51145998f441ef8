package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate site add|list|check|loosen|remove`: where copies of instances rest. Credentials are read from files,
/// tried, and
/// sealed by the platform; the file may be taken away then.
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        description = "Declares, lists, tries, loosens and removes the places where backups rest.")
final class SiteCommand implements Callable<Integer> {
    private static final String ROW = "%-16s %-6s %-9s %-11s %s";

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            description = "add, list, check, loosen or remove; loosen takes --append-only back.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", defaultValue = "", description = "Of the site.")
    private String name = "";

    @Option(
            names = "--region",
            defaultValue = "",
            description = "Where it stands: a country's two letters, such as IE.")
    private String region = "";

    @Option(
            names = "--place",
            defaultValue = "",
            description = "/a/directory, sftp://user@host:port/path or s3:https://host/bucket/prefix.")
    private String place = "";

    @Option(
            names = "--credentials",
            description = "A file that only you can read: a private key (SFTP), or aws_access_key_id and "
                    + "aws_secret_access_key (S3).")
    private @Nullable Path credentials;

    @Option(
            names = "--pruning-credentials",
            description = "Another such file, for removing what is too old where the first may not.")
    private @Nullable Path pruning;

    @Option(
            names = "--append-only",
            description =
                    "It must refuse to remove what was written: declared only when it does, and tried every hour.")
    private boolean appendOnly;

    @Option(names = "--host-keys", description = "A file with what ssh-keyscan prints, after you compared it (SFTP).")
    private @Nullable Path hostKeys;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    SiteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!List.of("add", "list", "check", "loosen", "remove").contains(action)) {
            throw Refusal.invalid("action-unknown", "Ask site for add, list, check, loosen or remove.");
        }
        if (!action.equals("list") && !name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw Refusal.invalid("site-missing", "Say which: a site's name has small letters, digits and hyphens.");
        }
        if (action.equals("add") && (region.isEmpty() || place.isEmpty())) {
            throw Refusal.invalid("site-malformed", "A new site needs --region and --place.");
        }
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            print(
                    switch (action) {
                        case "list" -> api.get("/sites");
                        case "add" -> api.post("/sites", wish());
                        default ->
                            api.post(
                                    "/sites/" + name + "/" + action,
                                    Json.object().build());
                    });
            return CommandLines.DONE;
        }
    }

    private Json wish() throws IOException {
        return Json.object()
                .put("name", name)
                .put("region", region)
                .put("place", place)
                .put("hostKeys", SiteFiles.hostKeys(Optional.ofNullable(hostKeys)))
                .put("credentials", SiteFiles.secret(Optional.ofNullable(credentials)))
                .put("appendOnly", appendOnly)
                .put("pruning", SiteFiles.secret(Optional.ofNullable(pruning)))
                .build();
    }

    private void print(Json.Obj answer) {
        if (json) {
            surroundings.out().println(answer.text());
        } else if (action.equals("list")) {
            surroundings.out().println(String.format(ROW, "SITE", "REGION", "KIND", "REMOVAL", "PLACE"));
            answer.list("sites", s -> (Json.Obj) s).forEach(this::row);
        } else if (action.equals("remove")) {
            surroundings.out().println("nothing is copied to " + name + " any more; what lies there stays");
        } else {
            surroundings
                    .out()
                    .println(name + " can be written, read and listed; "
                            + (answer.bool("appendOnly")
                                    ? "it refuses to remove anything"
                                    : "what lies there can be removed"));
        }
    }

    private void row(Json.Obj site) {
        surroundings
                .out()
                .println(String.format(
                                ROW,
                                site.text("name"),
                                site.text("region"),
                                site.text("kind"),
                                site.bool("appendOnly") ? "refused" : "possible",
                                site.text("place"))
                        + (site.bool("allowed")
                                ? ""
                                : "  (the policy does not allow this region: nothing goes there)"));
    }
}
