package casemate.app;

import casemate.base.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate host`: an application for a customer, and the first passwords, this once.
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        description = {
            "Hosts an application for a customer, and waits until it answers.",
            "A customer who is not known yet is created. Passwords are printed now and kept nowhere."
        })
final class HostCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BLUEPRINT", description = "Such as dokuwiki or wordpress.")
    private String blueprint = "";

    @Option(
            names = "--slug",
            required = true,
            paramLabel = "NAME",
            description = "First part of its address: NAME.DOMAIN.")
    private String slug = "";

    @Option(names = "--customer", required = true, paramLabel = "EMAIL", description = "Whose it is.")
    private String customer = "";

    @Option(names = "--title", description = "What its owner calls it; usual: the slug.")
    private @Nullable String title;

    @Option(
            names = "--lang",
            paramLabel = "en|fr|pl",
            defaultValue = "en",
            description = "Of the application's pages; usual: ${DEFAULT-VALUE}")
    private String language = "";

    @Option(
            names = "--listener",
            paramLabel = "NAME",
            description = "The private listener of the edge that alone serves it; usual: the shared one.")
    private @Nullable String listener;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    HostCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Builder wish = Json.object()
                    .put("blueprint", blueprint)
                    .put("slug", slug)
                    .put("email", customer)
                    .put("language", language);
            if (title != null) {
                wish.put("title", title);
            }
            if (listener != null) {
                wish.put("listener", listener);
            }
            Json.Obj created = api.post("/instances", wish.build());
            if (json) {
                surroundings.out().println(created.text());
            } else {
                print(created);
            }
            surroundings.out().flush();
            // The slug as the platform has it: capitals that were typed are gone.
            String name = created.obj("instance").text("slug");
            new Progress(surroundings).step("starting " + name, () -> new InstanceWait(api).untilRunning(name));
            return CommandLines.DONE;
        }
    }

    private void print(Json.Obj created) {
        Json.Obj instance = created.obj("instance");
        line("address", instance.text("url"));
        line("application", created.text("adminName") + ", password " + created.text("adminPassword"));
        if (created.find("customerPassword").isPresent()) {
            line("portal", customer + ", password " + created.text("customerPassword"));
        }
        line("", "These passwords are shown this once.");
    }

    private void line(String name, String value) {
        surroundings.out().println(String.format("%-12s %s", name, value));
    }
}
