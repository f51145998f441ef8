package casemate.app.secret;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// CRY-4: uses a token twice, which must open once and raise an alarm; then looks for this deployment's passwords in
/// every process's environment and arguments and in the house's files and logs, where a planted word must be found.
public final class DeployDrill implements Drill<DeployTarget> {
    public static final PromiseId PROMISE = new PromiseId("CRY-4");
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "passwords-fetched-once",
            new Cadence(Duration.ofHours(6), Duration.ofDays(1)),
            ProofKind.INSIDE_PROBE);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Supplier<List<Secret>> secrets;
    private final DeployDoor door;
    private final Path data;
    private final BooleanSupplier separate;

    DeployDrill(Supplier<List<Secret>> secrets, DeployDoor door, Path data, BooleanSupplier separate) {
        this.secrets = secrets;
        this.door = door;
        this.data = data;
        this.separate = separate;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public DeployTarget real() {
        return new DeployTarget(door, secrets.get(), separate.getAsBoolean(), Optional.empty());
    }

    /// The same house after somebody left a password lying about.
    @Override
    public DeployTarget sabotaged() {
        Secret left = word();
        return new DeployTarget(door, List.of(left), true, Optional.of(PlantedSecret.plant(left, data)));
    }

    @Override
    public Finding attempt(DeployTarget target) {
        try {
            Secret token = target.door().token();
            if (!target.door().opens(token).equals(Optional.of(true))) {
                return new Finding.Unproved("A new token opens nothing, so that a refusal says nothing.");
            }
            Optional<Boolean> again = target.door().opens(token);
            if (again.isEmpty()) {
                return new Finding.Unproved("The strongroom did not answer a second use.");
            }
            boolean alarmed = target.door().alarmed(token);
            return judge(target, again.get(), alarmed);
        } catch (Unavailable _) {
            return new Finding.Unproved("The strongroom does not answer.");
        } catch (IOException _) {
            return new Finding.Unproved("The house's files could not be searched.");
        }
    }

    private Finding judge(DeployTarget target, boolean openedAgain, boolean alarmed) throws IOException {
        if (target.secrets().isEmpty()) {
            return new Finding.Unproved("This deployment holds no password to look for.");
        }
        Secret word = word();
        List<Secret> all = new ArrayList<>(List.of(word));
        all.addAll(target.secrets());
        SecretSearch search = new SecretSearch(all);
        long start = System.nanoTime();
        try (PlantedSecret _ = PlantedSecret.plant(word, data)) {
            search.run(data);
        }
        Json.Obj measured = Json.object()
                .put("usesOfOneToken", openedAgain ? 2 : 1)
                .put("alarmRaised", alarmed)
                .put("secretsLookedFor", target.secrets().size())
                .put("bytesSearched", search.bytes())
                .put("searchMillis", Math.round((System.nanoTime() - start) / NANOS_PER_MILLI))
                .put("separateServer", target.separate())
                .build();
        if (openedAgain) {
            return new Finding.Broken(measured, "A token that had been used opened the strongroom again.");
        }
        if (!alarmed) {
            return new Finding.Broken(measured, "A second use raised no alarm.");
        }
        if (search.foundAnyFrom(1)) {
            return new Finding.Broken(measured, "A password lies in an environment, in arguments or in a file.");
        }
        for (SecretSearch.Place place : SecretSearch.Place.values()) {
            if (!search.found(0, place)) {
                return new Finding.Unproved("A planted word was not found, so that the search is blind.");
            }
        }
        if (!search.whole()) {
            return new Finding.Unproved("There is more to search than a drill can.");
        }
        return target.separate()
                ? new Finding.Kept(measured)
                : new Finding.Unproved(
                        "All else holds, but the strongroom is on this machine, not on a separate server.");
    }

    private static Secret word() {
        return Secret.of("canary-" + java.util.UUID.randomUUID());
    }
}
