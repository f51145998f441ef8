package casemate.app.secret;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.control.deploy.AlarmSource;
import casemate.database.EmbeddedPostgres;
import casemate.vault.strongroom.Alarm;
import casemate.vault.strongroom.DeployBundle;
import casemate.vault.strongroom.DeployBundle.Passwords;
import casemate.vault.strongroom.StrongroomClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The passwords of this deployment (CRY-4): fetched once, held in memory, and changed before anything uses them.
/// Killed between any two steps, the strongroom names the passwords that the database has: the new ones are put there
/// as pending before the database learns of them, and as good after.
public final class DeploySecrets implements AutoCloseable {
    /// Beside the other keys of the house: opens what the strongroom holds, which alone opens nothing.
    public static final String KEY = "strongroom.key";

    /// Where a lab leaves them when the control is switched off.
    private static final String LEAK = "deploy-passwords";

    private static final int PASSWORD_BYTES = 32;

    /// A night and a morning for somebody to bring a token.
    public static final Duration LONGEST_WAIT = Duration.ofHours(24);

    /// The house is half started meanwhile.
    private static final Duration LONGEST_PUT = Duration.ofMinutes(10);

    private final StrongroomPlace place;
    private final StrongroomClient client;
    private final SealingKey key;
    private final SecureRandom chance;
    private final Clock clock;
    private final Consumer<String> tell;
    private final StrongroomClient.Fetched fetched;
    private final DeployBundle found;
    private final Map<String, Secret> gateways;
    private volatile Map<String, Secret> passwords = Map.of();

    private DeploySecrets(
            StrongroomPlace place,
            StrongroomClient client,
            Path keys,
            SecureRandom chance,
            Clock clock,
            Consumer<String> tell)
            throws IOException, InterruptedException {
        this.place = place;
        this.client = client;
        this.chance = chance;
        this.clock = clock;
        this.tell = tell;
        this.key = SealingKey.open(keys.resolve(KEY), chance);
        this.fetched = await();
        this.found = DeployBundle.open(key, fetched.passwords().reveal());
        this.gateways = DeployBundle.openGateways(key, fetched.gateways().reveal());
    }

    /// Returns when the strongroom has answered; says what it waits for meanwhile. Nothing else is tried.
    ///
    /// @param keys directory of the house's keys
    /// @param tell takes lines for the person at the terminal
    /// @throws Refusal when the token is refused, or what it opened is another house's
    public static DeploySecrets fetch(
            StrongroomPlace place, Path keys, SecureRandom chance, Clock clock, Consumer<String> tell)
            throws IOException, InterruptedException {
        StrongroomClient client = new StrongroomClient(place.address(), place.pin());
        try {
            return new DeploySecrets(place, client, keys, chance, clock, tell);
        } catch (IOException | InterruptedException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /// Passwords that the database's owner may have, the likelier first.
    public List<Secret> known(String owner) {
        return found.candidates().stream()
                .flatMap(p -> Optional.ofNullable(p.values().get(owner)).stream())
                .toList();
    }

    /// Gives the owner and these roles new passwords; makes roles that are not there.
    public void rotate(EmbeddedPostgres database, List<String> roles) throws InterruptedException {
        Map<String, Secret> fresh = new TreeMap<>();
        fresh.put(database.ownerName(), password());
        roles.forEach(role -> fresh.put(role, password()));
        Instant now = clock.instant();
        Passwords good = new Passwords(now, Map.of(database.ownerName(), database.ownerSecret()));
        Passwords next = new Passwords(now, fresh);
        put(new DeployBundle(Optional.of(good), Optional.of(next)));
        passwords = next.values();
        roles.forEach(role -> database.ensureRole(role, of(role)));
        database.setPasswords(passwords);
        put(new DeployBundle(Optional.of(next), Optional.empty()));
    }

    /// @throws IllegalStateException before [#rotate] gave it one
    public Secret of(String role) {
        Secret password = passwords.get(role);
        if (password == null) {
            throw new IllegalStateException("no password was made for " + role);
        }
        return password;
    }

    /// What somebody else issued, such as the key service's token.
    public Optional<Secret> gateway(String name) {
        return Optional.ofNullable(gateways.get(name));
    }

    /// For a lab: leaves the passwords where they must not be.
    public void leak(Path keys) throws IOException {
        StringBuilder text = new StringBuilder();
        passwords.forEach((role, password) ->
                text.append(role).append('=').append(password.revealText()).append('\n'));
        DurableFile.write(keys.resolve(LEAK), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// What the strongroom refuses, from now on.
    public AlarmSource alarms() {
        return new AlarmSource() {
            @Override
            public String strongroom() {
                return place.pin();
            }

            @Override
            public List<Alarm> after(long number) {
                return client.alarms(fetched.session(), number);
            }
        };
    }

    /// The drill that tries a second use, and looks for the passwords of this deployment.
    ///
    /// @param data the data directory
    public DeployDrill drill(Path data) {
        return new DeployDrill(this::secrets, new ClientDoor(client, fetched.session()), data, place::separate);
    }

    @Override
    public void close() {
        client.close();
    }

    private List<Secret> secrets() {
        List<Secret> all = new ArrayList<>(passwords.values());
        all.addAll(gateways.values());
        return all;
    }

    private StrongroomClient.Fetched await() throws IOException, InterruptedException {
        Waiting waiting = new Waiting(LONGEST_WAIT, clock, tell);
        while (true) {
            Optional<Secret> token = place.token().read();
            if (token.isEmpty()) {
                waiting.turn(new Unavailable(
                        "No token is in " + place.token().where() + "; on the strongroom's machine: casemate strongroom"
                                + " token",
                        Waiting.AGAIN,
                        new IOException("no token")));
                continue;
            }
            try {
                StrongroomClient.Fetched answer = client.fetch(token.get());
                place.token().spent();
                return answer;
            } catch (Unavailable e) {
                waiting.turn(e);
            } catch (Refusal e) {
                place.token().spent();
                throw e;
            }
        }
    }

    private void put(DeployBundle bundle) throws InterruptedException {
        byte[] sealed = bundle.seal(key);
        Waiting.forIt(() -> client.put(fetched.session(), sealed), LONGEST_PUT, clock, tell);
    }

    private Secret password() {
        byte[] random = new byte[PASSWORD_BYTES];
        chance.nextBytes(random);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
}
