package casemate.bench;

import casemate.base.Ids;
import casemate.base.Secret;
import casemate.vault.FileKeyring;
import casemate.vault.KeyOwner;
import casemate.vault.LocalKeyService;
import casemate.vault.Place;
import casemate.vault.Unlock;
import casemate.vault.Vault;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// How many small fields a vault seals and opens in a second of processor time. One thread; run it with
/// `java -cp … casemate.bench.VaultBench`.
public final class VaultBench {
    private static final int FIELDS = 1_000_000;
    private static final int ROUNDS = 5;
    private static final int OWNERS = 100;
    private static final byte[] FIELD = "12 Rue des Lilas, 69007 Lyon".getBytes(StandardCharsets.UTF_8);
    private static final double NANOS = 1e9;

    private VaultBench() {}

    public static void main(String[] arguments) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Path directory = Files.createTempDirectory("vault-bench");
        SecureRandom chance = new SecureRandom();
        Clock clock = Clock.systemUTC();
        byte[] lock = new byte[32];
        chance.nextBytes(lock);
        Unlock unlock = new Unlock.KeyFile(Secret.of(lock));
        Vault vault = new Vault(
                LocalKeyService.open(directory.resolve("roots.json"), unlock, chance, clock),
                new FileKeyring(directory.resolve("ring")),
                chance,
                clock);
        Ids ids = new Ids(clock, chance);
        KeyOwner[] owners = new KeyOwner[OWNERS];
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = KeyOwner.of(ids.customer());
        }
        Place place = new Place("account.customer.address", "row");
        byte[][] sealed = new byte[OWNERS][];
        for (int round = 0; round < ROUNDS; round++) {
            long begun = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < FIELDS; i++) {
                sealed[i % OWNERS] = vault.seal(owners[i % OWNERS], place, FIELD);
            }
            long middle = threads.getCurrentThreadCpuTime();
            int read = 0;
            for (int i = 0; i < FIELDS; i++) {
                read += vault.open(owners[i % OWNERS], place, sealed[i % OWNERS]).length;
            }
            long end = threads.getCurrentThreadCpuTime();
            System.out.printf(
                    "sealed %,.0f, opened %,.0f a second of processor time (%d bytes read)%n",
                    FIELDS * NANOS / (middle - begun), FIELDS * NANOS / (end - middle), read);
        }
    }
}
