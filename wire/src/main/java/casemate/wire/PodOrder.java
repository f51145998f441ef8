package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What should be true of one pod. The agent compares it with what is, and acts.
///
/// @param blueprint the application's name, a file of `blueprints/`
/// @param host the name under which the edge serves it, with the port where that is not 443: applications build their
///     links from it
/// @param wanted the state to reach
/// @param limits bounds that the kernel enforces
/// @param settings what the blueprint's install step asks for (`title`, `adminName`, `adminEmail`,
/// `adminPasswordBcrypt`, `language`); no clear secret
/// @param identityKey with which edges sign who asks; of no use but towards this very pod
/// @param epoch of an instance that has a standby on another host: it runs under a lease of this epoch only
///     ([ReplicaOrders]); 0 for one that may run without
public record PodOrder(
        InstanceId instance,
        String blueprint,
        String host,
        Wanted wanted,
        Limits limits,
        Map<String, String> settings,
        Optional<Secret> identityKey,
        long epoch) {
    private static final int MAX_SETTINGS = 32;
    private static final int MAX_SETTING_CHARS = 1_000;

    public enum Wanted {
        RUNNING,
        /// Processes gone, volume kept, a page says suspended.
        SUSPENDED,
        /// Processes gone, volume kept.
        STOPPED,
        /// Processes and volume gone for ever.
        ERASED
    }

    /// @param memoryBytes for all processes of the pod together
    /// @param cpuMillis thousandths of one processor
    /// @param pids processes and threads
    public record Limits(long memoryBytes, int cpuMillis, int pids) {
        public Limits {
            if (memoryBytes < 16L << 20 || cpuMillis < 10 || pids < 8) {
                throw Refusal.invalid(
                        "limits-too-small",
                        "A pod needs at least 16 MiB, 10 thousandths of a processor and 8 processes.");
            }
        }
    }

    public PodOrder {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        if (settings.size() > MAX_SETTINGS
                || settings.values().stream().anyMatch(v -> v.length() > MAX_SETTING_CHARS)) {
            throw Refusal.invalid("settings-too-large", "A pod takes at most 32 settings of 1000 characters.");
        }
    }

    /// For an instance without a standby.
    public PodOrder(
            InstanceId instance,
            String blueprint,
            String host,
            Wanted wanted,
            Limits limits,
            Map<String, String> settings,
            Optional<Secret> identityKey) {
        this(instance, blueprint, host, wanted, limits, settings, identityKey, 0);
    }

    /// For an application that keeps its users to itself.
    public PodOrder(
            InstanceId instance,
            String blueprint,
            String host,
            Wanted wanted,
            Limits limits,
            Map<String, String> settings) {
        this(instance, blueprint, host, wanted, limits, settings, Optional.empty());
    }

    public PodOrder identifiedBy(Secret key) {
        return new PodOrder(instance, blueprint, host, wanted, limits, settings, Optional.of(key), epoch);
    }

    /// With one more setting, which the platform makes and nobody chose.
    public PodOrder told(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new PodOrder(instance, blueprint, host, wanted, limits, more, identityKey, epoch);
    }

    /// Running under leases of this epoch only.
    public PodOrder leased(long under) {
        return new PodOrder(instance, blueprint, host, wanted, limits, settings, identityKey, under);
    }

    /// To another state.
    public PodOrder to(Wanted other) {
        return new PodOrder(instance, blueprint, host, other, limits, settings, identityKey, epoch);
    }

    Json json() {
        Json.Builder each = Json.object();
        settings.forEach(each::put);
        Json.Builder o = Json.object()
                .put("instance", instance.value())
                .put("blueprint", blueprint)
                .put("host", host)
                .put("wanted", Fields.word(wanted))
                .put("memoryBytes", limits.memoryBytes())
                .put("cpuMillis", limits.cpuMillis())
                .put("pids", limits.pids())
                .put("settings", each.build());
        identityKey.ifPresent(key -> o.put("identityKey", key.revealText()));
        if (epoch > 0) {
            o.put("epoch", epoch);
        }
        return o.build();
    }

    static PodOrder read(Json json) {
        Json.Obj o = Fields.of(json)
                .only(
                        "instance",
                        "blueprint",
                        "host",
                        "wanted",
                        "memoryBytes",
                        "cpuMillis",
                        "pids",
                        "settings",
                        "identityKey",
                        "epoch");
        Json.Obj each = o.obj("settings");
        Map<String, String> settings = new LinkedHashMap<>();
        each.members().keySet().forEach(name -> settings.put(name, each.text(name)));
        return new PodOrder(
                new InstanceId(o.text("instance")),
                o.text("blueprint"),
                o.text("host"),
                Fields.constant(Wanted.class, o.text("wanted")),
                new Limits(
                        o.integer("memoryBytes"),
                        Math.toIntExact(o.integer("cpuMillis")),
                        Math.toIntExact(o.integer("pids"))),
                settings,
                o.find("identityKey").map(_ -> Secret.of(o.text("identityKey"))),
                o.find("epoch").isPresent() ? o.integer("epoch") : 0);
    }
}
