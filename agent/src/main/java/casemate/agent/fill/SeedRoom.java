package casemate.agent.fill;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Values;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodLog;
import casemate.agent.disk.PodRecord;
import casemate.agent.image.Images;
import casemate.agent.image.Trees;
import casemate.agent.sandbox.Address;
import casemate.agent.sandbox.Limits;
import casemate.agent.sandbox.SandboxHost;
import casemate.agent.sandbox.Space;
import casemate.agent.sandbox.SpaceOrder;
import casemate.agent.sandbox.Walls;
import casemate.base.Ids;
import casemate.base.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs an image's seed steps in a throwaway pod, behind the same walls as a customer's.
public final class SeedRoom implements Images.Seeder {
    /// Enough for a database server to write its system tables.
    private static final Limits LIMITS = new Limits(1L << 30, 2_000, 200);

    private final SandboxHost host;
    private final PodDirectory directory;
    private final Clock clock;

    public SeedRoom(SandboxHost host, PodDirectory directory, Clock clock) {
        this.host = host;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void run(Path image, Path volume, Blueprint.Step step) throws IOException, InterruptedException {
        InstanceId instance = new Ids(clock, new SecureRandom()).instance();
        PodRecord record = directory.admit(instance, PodRecord.THROWAWAY);
        PodLog log = new PodLog(directory.imageLog(instance), clock);
        try {
            Trees.give(volume, record.uid());
            Path config = Files.createDirectories(directory.config(instance));
            Values none = new Values(Map.of());
            try (Space space = host.space(new SpaceOrder(
                    instance.value(),
                    record.uid(),
                    new Address(record.slot()),
                    List.of(),
                    List.of(),
                    image,
                    volume,
                    config,
                    LIMITS,
                    Walls.without(Set.of()),
                    Optional.empty()))) {
                new Installer(volume, record.uid(), none, log).run(space, image, step);
            } catch (IOException e) {
                throw new IOException(e.getMessage() + "; it said last: " + log.tail(3), e);
            }
        } finally {
            log.erase();
            directory.forget(instance);
        }
    }
}
