package casemate.control.access;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.instance.CopyEar;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.wire.Access;
import casemate.wire.PodOrder.Wanted;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to who gets in. Every change is one transaction: the rule, its audit entry, and the word to edges, which
/// obey within seconds.
public final class Entrances implements CopyEar {
    /// How long a device's link may be opened: time to walk to the hall.
    static final Duration LINK_LIFE = Duration.ofHours(1);
    /// The longest that browsers keep a cookie.
    static final int MAX_DEVICE_DAYS = 400;

    private static final int MAX_DEVICES = 200;
    /// Of all instances together: what a snapshot has room for, with as much again for the rest.
    private static final int MAX_RANGES_ON_PLATFORM = 500_000;
    private static final int MAX_NAME = 60;
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 128;

    private final Instances instances;
    private final AccessTable table;
    private final DeviceTable devices;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;
    /// OWASP's figures for Argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane.
    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);

    Entrances(
            Instances instances,
            AccessTable table,
            DeviceTable devices,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        this.instances = instances;
        this.table = table;
        this.devices = devices;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
    }

    /// How it is now.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's
    public Restriction of(InstanceId id, Actor actor) {
        instances.get(id, actor);
        return table.find(id).orElse(Restriction.NONE);
    }

    /// Whether signing in at the platform is one of the ways in.
    public boolean signsOn(InstanceId id) {
        return table.find(id).filter(r -> r.restricted() && r.signOn()).isPresent();
    }

    /// The newest first, without revoked ones.
    public List<DisplayDevice> devices(InstanceId id, Actor actor) {
        instances.get(id, actor);
        return devices.of(id);
    }

    public Instant now() {
        return clock.instant();
    }

    /// Sets the rules, unless they would shut out whoever sets them, or everybody, and nobody said that this is meant.
    ///
    /// @param from the address that whoever asks should still get in from; empty for an operator
    /// @param sure whether a lock-out is meant
    /// @return what keeps the change from being made; [LockOut#NONE] when it was made
    LockOut change(InstanceId id, Restriction.Rules wish, Optional<InetAddress> from, boolean sure, Actor actor) {
        return edit(id, _ -> wish, from, sure, actor);
    }

    /// The same for a program of the customer's, which visits nothing: it is kept from shutting everybody out only.
    ///
    /// @param unless refuses the change when other rules hold than those that the program has seen
    /// @throws Refusal `access-locks-out`, `range-twice`, and as [#change]
    public Restriction replace(
            InstanceId id, Restriction.Rules wish, boolean sure, Consumer<Restriction> unless, Actor actor) {
        if (wish.ranges().stream().map(NamedRange::range).distinct().count()
                < wish.ranges().size()) {
            throw Refusal.invalid("range-twice", "A range stands in the list twice; leave one of them out.");
        }
        Edit edit = before -> {
            unless.accept(before);
            return wish;
        };
        if (edit(id, edit, Optional.empty(), sure, actor) != LockOut.NONE) {
            throw Refusal.conflict(
                    "access-locks-out", "Nobody would get in any more; say sure if that is meant, or open it.");
        }
        return of(id, actor);
    }

    /// A change of the rules that hold when it is made.
    interface Edit {
        Restriction.Rules of(Restriction before);
    }

    /// The same for who knows only what is to be different.
    LockOut edit(InstanceId id, Edit edit, Optional<InetAddress> from, boolean sure, Actor actor) {
        open(id, actor);
        LockOut lockOut = transactions.execute(_ -> {
            Instant now = clock.instant();
            Restriction before = table.lock(id, now);
            Restriction after = before.with(edit.of(before));
            room(id, after);
            LockOut found = LockOut.of(after, from);
            if (found != LockOut.NONE && !sure) {
                return found;
            }
            table.save(id, after, now);
            if (!before.ranges().equals(after.ranges())) {
                table.replaceRanges(id, after.ranges());
            }
            audit.record(actor, "access.rules", id.value(), told(after));
            instances.edgeChanged();
            return LockOut.NONE;
        });
        return lockOut == null ? LockOut.NONE : lockOut;
    }

    /// Whoever was kept out of an instance is kept out of its copy. Display devices are not taken along: their cookies
    /// are
    /// the other host's.
    @Override
    public void copied(InstanceId from, InstanceId to, Actor actor) {
        table.find(from).ifPresent(rules -> {
            Instant now = clock.instant();
            table.lock(to, now);
            room(to, rules);
            table.save(to, rules, now);
            table.replaceRanges(to, rules.ranges());
            audit.record(actor, "access.rules", to.value(), told(rules));
        });
    }

    private void room(InstanceId id, Restriction rules) {
        if (rules.ranges().size() > Access.MAX_RANGES
                || table.countElsewhere(id) + rules.ranges().size() > MAX_RANGES_ON_PLATFORM) {
            throw Refusal.conflict("ranges-full", "The platform has no room for so many ranges; ask the vendor.");
        }
    }

    private static Json.Obj told(Restriction rules) {
        return Json.object()
                .put("restricted", rules.restricted())
                .put("need", rules.need().name())
                .put("byAddress", rules.byAddress())
                .put("byDevice", rules.byDevice())
                .put("password", rules.byPassword())
                .put("signOn", rules.signOn())
                .put("ranges", rules.ranges().size())
                .build();
    }

    /// Sets the shared password; whoever got in by the one before is asked again.
    ///
    /// @throws Refusal `entry-password-weak`
    public void setPassword(InstanceId id, Secret password, Actor actor) {
        open(id, actor);
        int length = password.revealText().length();
        if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
            throw Refusal.invalid(
                    "entry-password-weak",
                    "The password must have " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters.");
        }
        Optional<String> verifier = Optional.ofNullable(argon2.encode(password.revealText()));
        turn(id, "access.password-set", actor, rules -> rules.with(verifier));
    }

    public void removePassword(InstanceId id, Actor actor) {
        open(id, actor);
        turn(id, "access.password-remove", actor, rules -> rules.with(Optional.empty()));
    }

    /// Asks everybody again who got in by password or sign-on.
    public void endEntries(InstanceId id, Actor actor) {
        open(id, actor);
        turn(id, "access.entries-end", actor, Restriction::next);
    }

    private void turn(InstanceId id, String action, Actor actor, UnaryOperator<Restriction> change) {
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            table.save(id, change.apply(table.lock(id, now)), now);
            audit.record(actor, action, id.value());
            instances.edgeChanged();
        });
    }

    /// Makes a device, and a link that enrols the browser that opens it.
    ///
    /// @param days how long the device gets in
    /// @throws Refusal `device-name-malformed`, `device-days-malformed`, `devices-too-many`
    public NewDevice enrol(InstanceId id, String name, int days, String origin, Actor actor) {
        open(id, actor);
        String named = named(name);
        if (days < 1 || days > MAX_DEVICE_DAYS) {
            throw Refusal.invalid("device-days-malformed", "A device gets in for 1 to " + MAX_DEVICE_DAYS + " days.");
        }
        Token code = Token.random(chance);
        Instant now = clock.instant();
        Instant until = now.plus(LINK_LIFE);
        String device = ids.make("dev");
        transactions.executeWithoutResult(_ -> {
            table.lock(id, now);
            if (devices.count(id) >= MAX_DEVICES) {
                throw Refusal.conflict(
                        "devices-too-many", "An instance has at most " + MAX_DEVICES + " devices; revoke one first.");
            }
            devices.add(id, device, named, actor.label(), now, now.plus(Duration.ofDays(days)), digest(code), until);
            audit.record(actor, "access.device-make", device);
            instances.edgeChanged();
        });
        return new NewDevice(named, origin + "/.casemate/device?code=" + code.reveal(), until);
    }

    public void rename(InstanceId id, String device, String name, Actor actor) {
        open(id, actor);
        String named = named(name);
        transactions.executeWithoutResult(_ -> {
            if (!devices.rename(id, device, named)) {
                throw unknown();
            }
            audit.record(actor, "access.device-rename", device);
        });
    }

    /// From the next request on it does not get in.
    public void revoke(InstanceId id, String device, Actor actor) {
        instances.get(id, actor);
        transactions.executeWithoutResult(_ -> {
            if (!devices.revoke(id, device, clock.instant())) {
                throw unknown();
            }
            audit.record(actor, "access.device-revoke", device);
            instances.edgeChanged();
        });
    }

    /// The instance, if its rules can still be changed.
    private Instance open(InstanceId id, Actor actor) {
        Instance instance = instances.get(id, actor);
        if (instance.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "This instance is erased; create a new one.");
        }
        return instance;
    }

    private static Refusal unknown() {
        return Refusal.notFound("device-unknown", "There is no such device; look at the list again.");
    }

    private static String named(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty()
                || stripped.length() > MAX_NAME
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "device-name-malformed", "A device's name is one line of 1 to " + MAX_NAME + " characters.");
        }
        return stripped;
    }

    /// As edges compute it.
    private static String digest(Token code) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(code.reveal()));
    }
}
