package casemate.agent;

import casemate.agent.backup.BackupSet;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.DumpText;
import casemate.agent.fill.MomentOf;
import casemate.agent.fill.SetSecrets;
import casemate.agent.health.HealthProbe;
import casemate.agent.pod.LivePod;
import casemate.agent.pod.PodBuilder;
import casemate.agent.volume.Held;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.wire.PodOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Proves a restored set: starts the application on it in a pod of its own, behind the same walls as every other and
/// known to nobody; loads the database, writes it out again and compares; waits until the application answers.
final class Trial {
    private static final Duration LOOK = Duration.ofMillis(200);
    /// Loading a database comes before the application's own patience begins to matter.
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final PodBuilder builder;
    private final PodDirectory directory;
    private final PodVolumes volumes;
    private final Clock clock;
    private final Duration most;
    private final Ids ids;

    Trial(PodBuilder builder, PodDirectory directory, PodVolumes volumes, Clock clock) {
        this(builder, directory, volumes, clock, LONGEST);
    }

    /// @param most the longest wait for an answer, when the application's own patience is longer
    Trial(PodBuilder builder, PodDirectory directory, PodVolumes volumes, Clock clock, Duration most) {
        this.builder = builder;
        this.directory = directory;
        this.volumes = volumes;
        this.clock = clock;
        this.most = most;
        this.ids = new Ids(clock, new SecureRandom());
    }

    /// What to do with the volume of a pod that answered and was stopped.
    interface Use {
        void of(Path place) throws IOException, InterruptedException;
    }

    /// @param order of the instance that the set is for
    /// @param key that the volume is made under
    /// @param use of the proved volume; what it leaves is removed
    void hold(PodOrder order, BackupSet set, Held key, Use use) throws IOException, InterruptedException {
        InstanceId own = ids.instance();
        volumes.lend(own, key);
        try {
            Optional<byte[]> secrets = SetSecrets.of(set);
            if (secrets.isPresent()) {
                directory.admit(own, PodRecord.THROWAWAY);
                directory.keepSecrets(own, secrets.get());
            }
            start(own, order, set);
            use.of(directory.place(own));
        } finally {
            builder.erase(own);
        }
    }

    private void start(InstanceId own, PodOrder order, BackupSet set) throws IOException, InterruptedException {
        Path dump = BackupMaker.dump(set.volume());
        Optional<String> dumped = Files.isRegularFile(dump, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(DumpText.digest(dump))
                : Optional.empty();
        boolean moved = MomentOf.time(set).isPresent();
        PodOrder alike = new PodOrder(
                own,
                order.blueprint(),
                order.host(),
                PodOrder.Wanted.RUNNING,
                order.limits(),
                order.settings(),
                order.identityKey());
        LivePod pod = builder.rehearse(alike, set);
        try {
            answers(pod);
        } finally {
            pod.stop();
        }
        if (dumped.isPresent() && !(moved && MomentOf.replacesDump(pod.blueprint()))) {
            compare(dumped.get(), BackupMaker.dump(directory.volume(own)));
        }
    }

    /// Nothing of the pod runs any more: no link can be laid in the way of what is removed.
    private static void compare(String before, Path again) throws IOException {
        if (!Files.isDirectory(again.resolve("..").normalize(), LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(again, LinkOption.NOFOLLOW_LINKS)
                || !DumpText.digest(again).equals(before)) {
            throw new IOException("the restored database is not the one that was backed up");
        }
        Files.delete(again);
    }

    private void answers(LivePod pod) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(LONGEST);
        String waiting = pod.tend();
        Instant due = end;
        Duration patience = pod.blueprint().health().patience();
        while (true) {
            if (waiting.isEmpty()) {
                due = due.equals(end) ? clock.instant().plus(patience.compareTo(most) < 0 ? patience : most) : due;
                HealthProbe.Answer answer = pod.probe();
                if (answer.good()) {
                    return;
                }
                waiting = answer.why();
            }
            if (clock.instant().isAfter(due)) {
                throw new IOException("the restored application does not answer: " + waiting);
            }
            Thread.sleep(LOOK);
            waiting = pod.tend();
        }
    }
}
