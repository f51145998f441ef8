package casemate.app;

import casemate.base.Json;
import casemate.base.Unavailable;
import java.io.IOException;
import java.time.Duration;

/// Waits until an instance answers.
final class InstanceWait {
    /// A first order also fetches and unpacks the application's packages.
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final PlatformApi api;

    InstanceWait(PlatformApi api) {
        this.api = api;
    }

    /// @return the instance, running
    /// @throws Unavailable when it does not run within the limit; says what the host waits for
    Json.Obj untilRunning(String name) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Json.Obj instance = api.get("/instances/" + name);
            if (instance.text("state").equals("running")) {
                return instance;
            }
            if (System.nanoTime() > deadline) {
                String detail = instance.text("state") + ": " + instance.text("detail");
                throw new Unavailable(name + " does not run yet (" + detail + ")", LIMIT, new IOException(detail));
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
