package casemate.app.node;

import casemate.agent.disk.VolumeKeys;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.control.Control;
import casemate.promise.CryptographyPromise.EncryptionAtRest;

/// Keys of volumes, for hosts in the same process as control.
public final class HouseKeys implements VolumeKeys {
    private final Control control;

    public HouseKeys(Control control) {
        this.control = control;
    }

    @Override
    public boolean promised() {
        // Without any policy in force nothing is known to be promised less.
        return control.policy()
                .map(policy -> policy.find(EncryptionAtRest.class).isPresent())
                .orElse(true);
    }

    @Override
    public Secret of(InstanceId instance) {
        return control.volumeKey(instance);
    }
}
