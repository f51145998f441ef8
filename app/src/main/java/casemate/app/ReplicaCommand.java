package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate replicate INSTANCE` has another host follow an instance; without one, it lists the standbys there are.
@Command(
        name = "replicate",
        mixinStandardHelpOptions = true,
        description = {
            "Has another host keep an instance's database and files near, or lists standbys and their lag.",
            "The instance restarts once: with a standby it runs under leases, so that two hosts never run it."
        })
final class ReplicaCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "INSTANCE",
            description = "Its name or its id; without one, all standbys are listed.")
    private String instance = "";

    @Option(names = "--on", paramLabel = "HOST", description = "Which host; usual: the only other one.")
    private String host = "";

    @Option(
            names = "--off",
            description = "End the standby: what lies of the instance on other hosts is removed there.")
    private boolean off;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    ReplicaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            if (instance.isEmpty()) {
                Json.Obj answer = api.get("/replicas");
                if (json) {
                    surroundings.out().println(answer.text());
                    return CommandLines.DONE;
                }
                List<Json.Obj> all = answer.list("replicas", r -> (Json.Obj) r);
                if (all.isEmpty()) {
                    surroundings.out().println("no standby yet; casemate replicate INSTANCE");
                }
                all.forEach(each -> surroundings.out().println(line(each)));
                return CommandLines.DONE;
            }
            String path = "/instances/" + InstanceName.parse(instance) + "/replica";
            if (off) {
                api.post(path + "/end", Json.object().build());
                Json.Obj ended = Moves.await(
                        api, path, r -> r.list("leaving", host -> host).isEmpty(), surroundings);
                surroundings.out().println(json ? ended.text() : line(ended));
                return CommandLines.DONE;
            }
            api.post(path + "/begin", Json.object().put("host", host).build());
            Json.Obj near = Moves.await(
                    api, path, r -> r.text("state").equals("following") && behind(r) < Moves.NEAR_MILLIS, surroundings);
            surroundings.out().println(json ? near.text() : line(near));
            return CommandLines.DONE;
        }
    }

    private static long behind(Json.Obj replica) {
        return replica.find("behindMillis").isPresent() ? replica.integer("behindMillis") : Long.MAX_VALUE;
    }

    static String line(Json.Obj replica) {
        String lag = replica.find("behindMillis").isPresent()
                ? String.format(Locale.ROOT, "%.1f s behind", replica.integer("behindMillis") / 1_000.0)
                : "nothing replayed yet";
        String files = replica.find("filesBehindMillis").isPresent()
                ? String.format(Locale.ROOT, ", files %.1f s", replica.integer("filesBehindMillis") / 1_000.0)
                : "";
        return replica.text("instance") + "  on " + replica.text("primary")
                + (replica.text("state").equals("alone")
                        ? ", no standby"
                        : ", standby on " + replica.text("standby") + ": " + replica.text("state") + ", " + lag + files)
                + (replica.list("leaving", each -> each).isEmpty()
                        ? ""
                        : ", what lies on another host is being removed")
                + (replica.bool("far") ? ", FARTHER THAN PROMISED" : "")
                + (replica.text("detail").isEmpty() ? "" : "; " + replica.text("detail"));
    }

    /// `casemate failover INSTANCE`.
    @Command(
            name = "failover",
            mixinStandardHelpOptions = true,
            description = {
                "Moves an instance to its standby: it is stopped where it runs, and started there with all that was sent.",
                "Where its host is silent, its lease (5 minutes) has to run out first, unless --host-is-off."
            })
    static final class Failover implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "INSTANCE", description = "Its name or its id.")
        private String instance = "";

        @Option(names = "--lossy", description = "Even when the standby is more than 30 seconds behind.")
        private boolean lossy;

        @Option(
                names = "--host-is-off",
                description = "You have seen that the host is switched off: do not wait for its lease. Recorded.")
        private boolean off;

        @Mixin
        private final DataOption data = new DataOption();

        private final Surroundings surroundings;

        Failover(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws Exception {
            String path = "/instances/" + InstanceName.parse(instance);
            Json.Obj wish =
                    Json.object().put("lossy", lossy).put("hostIsOff", off).build();
            return Moves.move(data, path, "/failover", wish, surroundings);
        }
    }

    /// `casemate failback INSTANCE`.
    @Command(
            name = "failback",
            mixinStandardHelpOptions = true,
            description =
                    "Moves an instance back to the host that it came from: a standby is made there anew, and once near, it moves.")
    static final class Failback implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "INSTANCE", description = "Its name or its id.")
        private String instance = "";

        @Mixin
        private final DataOption data = new DataOption();

        private final Surroundings surroundings;

        Failback(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws Exception {
            String path = "/instances/" + InstanceName.parse(instance);
            return Moves.move(data, path, "/failback", Json.object().build(), surroundings);
        }
    }

    /// Waits for what hosts do.
    private static final class Moves {
        static final long NEAR_MILLIS = 30_000;
        private static final Duration LOOK = Duration.ofMillis(500);
        /// A lease, a backup of a large instance and its start; the move goes on by itself.
        private static final Duration PATIENCE = Duration.ofHours(1);

        private static final Duration RETRY = Duration.ofMinutes(1);

        private interface Expected {
            boolean holds(Json.Obj replica);
        }

        private Moves() {}

        static int move(DataOption data, String path, String act, Json.Obj wish, Surroundings surroundings)
                throws Exception {
            try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
                Instant asked = Instant.now();
                long epoch = api.post(path + "/replica" + act, wish).integer("epoch");
                Json.Obj moved = await(api, path + "/replica", r -> r.integer("epoch") > epoch, surroundings);
                if (!moved.text("state").equals("alone")) {
                    throw Refusal.conflict(
                            "move-given-up",
                            "It did not move and runs again on " + moved.text("primary") + ": " + moved.text("detail"));
                }
                surroundings.tell("starting on " + moved.text("primary"));
                await(api, path, r -> r.text("state").equals("running"), surroundings);
                surroundings
                        .out()
                        .println("moved to " + moved.text("primary") + " in "
                                + Duration.between(asked, Instant.now()).toSeconds()
                                + " s; it has no standby now: casemate replicate, or casemate failback");
                return CommandLines.DONE;
            }
        }

        static Json.Obj await(PlatformApi api, String path, Expected expected, Surroundings surroundings)
                throws InterruptedException {
            Instant end = Instant.now().plus(PATIENCE);
            String said = "";
            while (Instant.now().isBefore(end)) {
                Json.Obj now = api.get(path);
                if (expected.holds(now)) {
                    return now;
                }
                String doing = now.text("state");
                if (!doing.equals(said)) {
                    surroundings.tell(doing);
                }
                said = doing;
                Thread.sleep(LOOK);
            }
            throw new Unavailable("It goes on; see casemate replicate", RETRY, new IOException("not yet"));
        }
    }
}
