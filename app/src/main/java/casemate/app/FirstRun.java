package casemate.app;

import casemate.agent.Agent;
import casemate.base.Actor;
import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.Control;
import casemate.control.account.Kind;
import casemate.control.web.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a new platform begins with: somebody who can open the console, and one application for a first customer. Each
/// part is made unless it is there, so that a start that was killed is finished by the next.
final class FirstRun {
    static final String OPERATOR_PASSWORD = "operator-password";
    static final String CUSTOMER_PASSWORDS = "first-customer";

    private static final String BLUEPRINT = "dokuwiki";
    static final String SLUG = "wiki";
    private static final Actor START = new Actor.Program("start");

    private final UpSettings settings;
    private final Path keys;
    private final Progress progress;

    FirstRun(UpSettings settings, DataDirectory data, Progress progress) throws IOException {
        this.settings = settings;
        this.keys = data.part("keys");
        this.progress = progress;
    }

    void begin(Control control, Agent agent, PlatformApi api) throws Exception {
        operator(control);
        if (!api.get("/instances?limit=1").list("instances", i -> i).isEmpty()) {
            return;
        }
        progress.step("image of " + BLUEPRINT, () -> {
            agent.prepare(List.of(BLUEPRINT), progress.changes()::accept);
            return BLUEPRINT;
        });
        progress.step("first instance", () -> host(api));
    }

    private void operator(Control control) throws IOException {
        if (control.accounts().find(Kind.OPERATOR, settings.operator()).isPresent()) {
            return;
        }
        Path file = keys.resolve(OPERATOR_PASSWORD);
        // On disk first: an operator whose password nobody knows would be worse than a password of nobody.
        if (!Files.exists(file)) {
            write(file, Chance.password().revealText() + "\n");
        }
        Secret password = Secret.of(Files.readString(file).strip());
        control.accounts().createOperator(settings.operator(), password, Language.EN, START);
    }

    private Json.Obj host(PlatformApi api) throws IOException, InterruptedException {
        Json.Obj created = api.post(
                "/instances",
                Json.object()
                        .put("blueprint", BLUEPRINT)
                        .put("slug", SLUG)
                        .put("email", settings.firstCustomer())
                        .put("title", "Wiki")
                        .build());
        String portal = created.find("customerPassword").isPresent() ? created.text("customerPassword") : "as chosen";
        write(
                keys.resolve(CUSTOMER_PASSWORDS),
                "portal " + settings.url("portal") + "\n  " + settings.firstCustomer() + "\n  " + portal + "\n"
                        + "wiki " + created.obj("instance").text("url") + "\n  " + created.text("adminName") + "\n  "
                        + created.text("adminPassword") + "\n");
        return new InstanceWait(api).untilRunning(SLUG);
    }

    private static void write(Path file, String text) throws IOException {
        DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
