package casemate.control.volume;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import casemate.wire.PodOrder.Wanted;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/// The key of each instance's volume (CRY-1): a data key that the vault made and sealed under the
/// customer's, so that destroying that one makes the volume unreadable wherever its bytes lie.
public final class Volumes {
    private static final Actor SELF = new Actor.Program("volumes");
    static final String KIND = "volume.key";

    private final VolumeTable table;
    private final Instances instances;
    private final Vault vault;
    private final Clock clock;

    Volumes(VolumeTable table, Instances instances, Vault vault, Clock clock) {
        this.table = table;
        this.instances = instances;
        this.vault = vault;
        this.clock = clock;
    }

    /// The same every time, made at the first asking. Keys of erased instances are forgotten on the way.
    ///
    /// @return 32 bytes; for the host that the instance is placed on, and never kept there
    /// @throws Refusal `instance-unknown`, `instance-erased`, `key-destroyed`
    /// @throws casemate.base.Unavailable when the key service is needed and does not answer
    public Secret key(InstanceId id) {
        forgetErased();
        Instance instance = instances.get(id, SELF);
        if (instance.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "The key of an erased instance's volume is gone.");
        }
        KeyOwner owner = KeyOwner.of(instance.customer());
        Place place = new Place(KIND, id.value());
        if (table.key(id).isEmpty()) {
            table.add(id, vault.makeDataKey(owner, place).sealed(), clock.instant());
        }
        byte[] sealed = table.key(id).orElseThrow(() -> new IllegalStateException("it was added above"));
        return Secret.of(vault.open(owner, place, sealed));
    }

    private void forgetErased() {
        Set<InstanceId> gone = new HashSet<>(table.known());
        gone.removeAll(instances.living(gone));
        gone.forEach(table::forget);
    }
}
