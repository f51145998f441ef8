package casemate.agent;

import casemate.agent.disk.VolumeKeys;
import casemate.base.InstanceId;
import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keys of volumes that are the same for the same instance, whichever agent asks.
final class TestKeys implements VolumeKeys {
    @Override
    public boolean promised() {
        return true;
    }

    @Override
    public Secret of(InstanceId instance) {
        return Secret.of(Arrays.copyOf(instance.value().getBytes(StandardCharsets.US_ASCII), 32));
    }
}
