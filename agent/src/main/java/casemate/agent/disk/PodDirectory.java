package casemate.agent.disk;

import casemate.agent.sandbox.Address;
import casemate.agent.sandbox.SandboxHost;
import casemate.agent.volume.Place;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// Where pods are kept on disk, and who has which user and address: `pods/ID/` (record, secrets, rendered
/// configuration; root only), `volumes/ID` or, after restores, `volumes/ID.N` (the pod's own), `logs/ID.log/`.
public final class PodDirectory {
    /// Users of pods stand above every range that Linux distributions give away (systemd's UIDS-GIDS.md): 3,500 blocks
    /// of 65,536 below 2^31, one for each data directory, chosen by its path's hash.
    private static final int FIRST_UID = 1_900_000_000;

    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS = 3_500;
    /// Random bytes of a pod's secret: 256 bits.
    private static final int SECRET_BYTES = 32;

    private static final String RECORD = "record.json";
    private static final String SECRETS = "secrets.json";
    private static final String LOG = ".log";

    private final Path root;
    private final int firstUid;
    private final int firstSlot;
    private final SandboxHost host;
    private final Map<InstanceId, PodRecord> records = new TreeMap<>(java.util.Comparator.comparing(InstanceId::value));

    private PodDirectory(Path root, int seed, SandboxHost host) {
        this.root = root;
        this.firstUid = FIRST_UID + Math.floorMod(seed, BLOCKS) * BLOCK;
        this.firstSlot = Math.floorMod(seed, Address.SLOTS);
        this.host = host;
    }

    /// @param root the agent's directory
    /// @param seed made of its path, so that agents of one host begin to count at different places
    public static PodDirectory open(Path root, int seed, SandboxHost host) throws IOException {
        PodDirectory directory = new PodDirectory(root, seed, host);
        for (String part : List.of("pods", "volumes", "logs")) {
            Files.createDirectories(root.resolve(part));
        }
        try (Stream<Path> entries = Files.list(root.resolve("pods"))) {
            for (Path entry : entries.toList()) {
                directory.load(entry);
            }
        }
        return directory;
    }

    private void load(Path entry) throws IOException {
        Path file = entry.resolve(RECORD);
        if (Files.notExists(file)) {
            // The first act for a pod is its record: without one, nothing of it was made.
            FileTree.delete(entry);
            return;
        }
        PodRecord record = PodRecord.decode(Files.readAllBytes(file));
        if (record.blueprint().equals(PodRecord.THROWAWAY)) {
            Place.remove(place(record.instance()));
            removeLog(record.instance());
            FileTree.delete(entry);
            return;
        }
        // A volume that was on trial when we died is nobody's: the one before it holds.
        records.put(record.instance(), record);
        if (record.contents().former().isPresent()) {
            keep(record.with(record.contents().reverted()));
        }
        sweep(record.instance());
    }

    /// Removes volumes and secrets of a pod that its record does not name.
    public synchronized void sweep(InstanceId instance) throws IOException {
        Optional<PodRecord> record = find(instance);
        if (record.isEmpty()) {
            return;
        }
        PodRecord.Contents contents = record.get().contents();
        for (int number : volumes(instance)) {
            if (number != contents.number() && !contents.former().equals(java.util.OptionalInt.of(number))) {
                Place.remove(place(instance, number));
                Files.deleteIfExists(secretsFile(instance, number));
            }
        }
    }

    /// The numbers of all volumes of a pod that lie here.
    public List<Integer> volumes(InstanceId instance) throws IOException {
        String first = instance.value();
        try (Stream<Path> all = Files.list(root.resolve("volumes"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.equals(first) || name.startsWith(first + "."))
                    .map(name -> name.equals(first) ? 0 : Integer.parseInt(name.substring(first.length() + 1)))
                    .toList();
        }
    }

    public synchronized List<PodRecord> all() {
        return List.copyOf(records.values());
    }

    /// Pods with a customer's data, by when they were made.
    public synchronized Map<InstanceId, Instant> holding() {
        Map<InstanceId, Instant> all = new HashMap<>();
        for (PodRecord record : records.values()) {
            if (record.step() == PodRecord.Step.INSTALLED && !record.blueprint().equals(PodRecord.THROWAWAY)) {
                all.put(record.instance(), made(home(record.instance())));
            }
        }
        return all;
    }

    private static Instant made(Path home) {
        try {
            return Files.readAttributes(home, BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("a pod's directory cannot be read", e);
        }
    }

    public synchronized Optional<PodRecord> find(InstanceId instance) {
        return Optional.ofNullable(records.get(instance));
    }

    /// The pod's record; a new one has a user and an address that nobody else has.
    public synchronized PodRecord admit(InstanceId instance, String blueprint)
            throws IOException, InterruptedException {
        PodRecord known = records.get(instance);
        if (known != null) {
            return known;
        }
        int uid = firstUid + free(0, BLOCK, r -> r.uid() - firstUid, _ -> false);
        return keep(new PodRecord(instance, blueprint, uid, freeSlot(), PodRecord.Step.INSTALLING));
    }

    /// The record with an address that is free on the host now: another agent may have taken it while the pod slept.
    public synchronized PodRecord settle(PodRecord record) throws IOException, InterruptedException {
        return SandboxHost.taken(host.addresses(), new Address(record.slot())) ? keep(record.in(freeSlot())) : record;
    }

    private int freeSlot() throws InterruptedException {
        String addresses = host.addresses();
        return free(firstSlot, Address.SLOTS, PodRecord::slot, slot -> SandboxHost.taken(addresses, new Address(slot)));
    }

    private int free(int first, int count, ToIntFunction<PodRecord> use, java.util.function.IntPredicate takenOutside) {
        java.util.Set<Integer> used = new java.util.HashSet<>();
        records.values().forEach(r -> used.add(use.applyAsInt(r)));
        for (int i = 0; i < count; i++) {
            int candidate = (first + i) % count;
            if (!used.contains(candidate) && !takenOutside.test(candidate)) {
                return candidate;
            }
        }
        throw new Unavailable("the host has no room for another pod", Duration.ofMinutes(1), new IOException("full"));
    }

    public synchronized PodRecord keep(PodRecord record) throws IOException {
        Path directory = Files.createDirectories(home(record.instance()));
        DurableFile.write(directory.resolve(RECORD), record.encode());
        DurableFile.syncDirectory(root.resolve("pods"));
        records.put(record.instance(), record);
        return record;
    }

    /// The last act of an erasure: user and address may go to another pod.
    public synchronized void forget(InstanceId instance) throws IOException {
        FileTree.delete(home(instance));
        DurableFile.syncDirectory(root.resolve("pods"));
        records.remove(instance);
    }

    /// The pod's secrets; those that it lacks are made now.
    public synchronized Map<String, String> secrets(InstanceId instance, List<String> names) throws IOException {
        Path file = secretsFile(instance);
        Map<String, String> secrets = new TreeMap<>();
        if (Files.exists(file)) {
            Json.Obj kept = Json.parseObject(Files.readAllBytes(file), PodRecord.MAX_BYTES);
            kept.members().keySet().forEach(name -> secrets.put(name, kept.text(name)));
        }
        if (!secrets.keySet().containsAll(names)) {
            names.forEach(name -> secrets.computeIfAbsent(name, _ -> random()));
            Json.Builder all = Json.object();
            secrets.forEach(all::put);
            DurableFile.write(file, all.build().canonical());
        }
        return secrets;
    }

    /// The pod's secrets as they are kept; empty when it has none.
    public synchronized Optional<byte[]> keptSecrets(InstanceId instance) throws IOException {
        Path file = secretsFile(instance);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /// Gives a pod the secrets that a backup of it holds.
    public synchronized void keepSecrets(InstanceId instance, byte[] kept) throws IOException {
        keepSecrets(instance, number(instance), kept);
    }

    /// The same for a volume that is not in force yet.
    public synchronized void keepSecrets(InstanceId instance, int number, byte[] kept) throws IOException {
        Json.parseObject(kept, PodRecord.MAX_BYTES);
        Files.createDirectories(home(instance));
        DurableFile.write(secretsFile(instance, number), kept);
    }

    private Path secretsFile(InstanceId instance) {
        return secretsFile(instance, number(instance));
    }

    private Path secretsFile(InstanceId instance, int number) {
        return home(instance).resolve(number == 0 ? SECRETS : "secrets." + number + ".json");
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The volume in force: where its files begin.
    public Path volume(InstanceId instance) {
        return volume(instance, number(instance));
    }

    public Path volume(InstanceId instance, int number) {
        try {
            return Place.real(place(instance, number));
        } catch (IOException e) {
            throw new UncheckedIOException("the place of a volume cannot be read", e);
        }
    }

    /// The place of the volume in force: what is made, moved and removed.
    public Path place(InstanceId instance) {
        return place(instance, number(instance));
    }

    public Path place(InstanceId instance, int number) {
        return root.resolve("volumes").resolve(number == 0 ? instance.value() : instance.value() + "." + number);
    }

    private synchronized int number(InstanceId instance) {
        return find(instance).map(record -> record.contents().number()).orElse(0);
    }

    public Path config(InstanceId instance) {
        return home(instance).resolve("config");
    }

    /// What the pod's processes print, encrypted; root writes there, so it is not in the pod's volume.
    public Path log(InstanceId instance) {
        return logPlace(instance).resolve("log");
    }

    Path logPlace(InstanceId instance) {
        return root.resolve("logs").resolve(instance.value() + LOG);
    }

    /// What is printed while an image is made: nothing of a customer's.
    public Path imageLog(InstanceId instance) {
        return root.resolve("logs").resolve(instance.value() + ".image" + LOG);
    }

    void removeLog(InstanceId instance) throws IOException {
        Place.remove(logPlace(instance));
    }

    private Path home(InstanceId instance) {
        return root.resolve("pods").resolve(instance.value());
    }
}
