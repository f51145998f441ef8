package casemate.agent.disk;

import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.agent.volume.Volumes;
import casemate.base.FileTree;
import casemate.base.InstanceId;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which key a pod's volume is under: its instance's, from control; one of the moment for the agent's
/// own pods and for what lies here on its way, so that a crash leaves nothing that anybody can read.
public final class PodVolumes implements AutoCloseable {
    private final Volumes volumes;
    private final PodDirectory directory;
    private final VolumeKeys keys;
    private Held moment;
    private final Map<InstanceId, Held> lent = new ConcurrentHashMap<>();

    private PodVolumes(Volumes volumes, PodDirectory directory, VolumeKeys keys, Held moment) {
        this.volumes = volumes;
        this.directory = directory;
        this.keys = keys;
        this.moment = moment;
    }

    public static PodVolumes open(Volumes volumes, PodDirectory directory, VolumeKeys keys) throws IOException {
        PodVolumes all = new PodVolumes(volumes, directory, keys, volumes.unlockFresh());
        all.sweep();
        return all;
    }

    private void sweep() throws IOException {
        // Nobody can read what a crash left there.
        Path stages = volumes.stage("any").resolve("..").normalize();
        FileTree.delete(stages);
        Files.createDirectories(stages);
        volumes.collect();
        List<String> inForce = directory.all().stream()
                .map(record -> name(directory.place(record.instance())))
                .toList();
        for (String name : volumes.aside()) {
            if (!inForce.contains(name)) {
                FileTree.delete(volumes.aside(name));
            }
        }
    }

    public Volumes volumes() {
        return volumes;
    }

    /// Where something lies on its way; made by [Held#make].
    public Path stage(String name) {
        return volumes.stage(name);
    }

    /// The key that lives as long as this agent; another, when what it opened has fallen.
    public synchronized Held moment() throws IOException {
        if (!moment.stands()) {
            moment.close();
            moment = volumes.unlockFresh();
        }
        return moment;
    }

    /// Unlocks a pod's volume, or makes ready for a new one. What an earlier release left in the clear
    /// is moved in first.
    public Held open(InstanceId instance) throws IOException, InterruptedException {
        Held held = hold(instance);
        try {
            new MoveIn(volumes).move(directory.place(instance), stage("move-" + instance), held);
            Path log = directory.logPlace(instance);
            if (!Files.isDirectory(Place.real(log), LinkOption.NOFOLLOW_LINKS)) {
                held.make(log);
            }
            return held;
        } catch (IOException | InterruptedException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /// Moves in what lies in the clear, for a pod that does not start.
    public void settle(InstanceId instance) throws IOException, InterruptedException {
        if (Files.exists(volumes.aside(name(directory.place(instance))), LinkOption.NOFOLLOW_LINKS)) {
            open(instance).close();
        }
    }

    private Held hold(InstanceId instance) throws IOException {
        Held own = lent.get(instance);
        if (own != null) {
            return own.again();
        }
        Optional<PodRecord> record = directory.find(instance);
        if (record.isEmpty() || record.get().blueprint().equals(PodRecord.THROWAWAY)) {
            return moment().again();
        }
        try (Secret key = keys.of(instance)) {
            return volumes.unlock(key);
        }
    }

    /// Has a throwaway pod's volume made under another key than the moment's.
    public void lend(InstanceId throwaway, Held key) {
        lent.put(throwaway, key);
    }

    /// Removes all that a pod has in here.
    public void remove(InstanceId instance) throws IOException {
        for (int number : directory.volumes(instance)) {
            Path volume = directory.place(instance, number);
            FileTree.delete(volumes.aside(name(volume)));
            Place.remove(volume);
        }
        FileTree.delete(volumes.aside(name(directory.place(instance))));
        directory.removeLog(instance);
        volumes.collect();
        lent.remove(instance);
    }

    private static String name(Path volume) {
        return volume.getFileName().toString();
    }

    @Override
    public void close() {
        moment.close();
        volumes.close();
    }
}
