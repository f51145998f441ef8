package casemate.control.ward;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.wire.Ban;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// Bans by hand that hold for one instance: made by its customer's people and by operators, each lifted by whoever's
/// side made it, or by the vendor.
public final class InstanceBans {
    /// A list that a person can still look through.
    static final int MOST = 50;
    /// Of all instances together: edges hold so many times five, and those that they made themselves must find room.
    private static final int MOST_ON_PLATFORM = 20_000;
    /// Addresses change hands.
    private static final Duration LONGEST = Duration.ofDays(30);

    private final BanTable bans;
    private final PlatformTable platform;
    private final Instances instances;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    InstanceBans(
            BanTable bans,
            PlatformTable platform,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.bans = bans;
        this.platform = platform;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// Those in force, the newest first.
    List<KeptBan> of(InstanceId instance) {
        return bans.of(instance, clock.instant(), MOST);
    }

    /// @param own where that person is, if known: nobody locks themselves out
    /// @throws Refusal `range-too-wide`, `ban-length-instance`, `reason-needed`, `range-spared`, `ban-own`,
    ///   `bans-full`
    KeptBan ban(
            InstanceId instance, AddressRange range, Duration length, String why, Optional<InetAddress> own, Actor by) {
        instances.get(instance, by);
        WardRules.notTooWide(range);
        if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw Refusal.invalid(
                    "ban-length-instance",
                    "A ban of one instance lasts from one minute to " + LONGEST.toDays() + " days, such as PT1H.");
        }
        String reason = WardRules.reason(why);
        if (own.filter(range::contains).isPresent()) {
            throw Refusal.conflict("ban-own", "You are among these addresses yourself: nobody bans themselves.");
        }
        return transaction.execute(_ -> {
            Instant now = clock.instant();
            if (platform.touchesSpared(range)) {
                throw Refusal.conflict("range-spared", "Some of these addresses are spared; end that first.");
            }
            if (bans.of(instance, now, MOST).size() >= MOST || bans.countOfInstances(now) >= MOST_ON_PLATFORM) {
                throw Refusal.conflict("bans-full", "There is no room for another ban; lift one first.");
            }
            KeptBan kept = new KeptBan(
                    new Ban(ids.make("ban"), range, Optional.of(instance), now.plus(length), Ward.BY_HAND),
                    reason,
                    by.label(),
                    now,
                    Optional.empty());
            bans.add(List.of(kept));
            audit.record(
                    by,
                    "ward.ban",
                    kept.ban().id(),
                    Json.object()
                            .put("instance", instance.value())
                            .put("seconds", length.toSeconds())
                            .build());
            instances.edgeChanged();
            return kept;
        });
    }

    /// @throws Refusal `ban-unknown`, `ban-over`, `reason-needed`, `vendor-only` for one that the vendor made
    void lift(InstanceId instance, String id, String why, Actor by) {
        instances.get(instance, by);
        String reason = WardRules.reason(why);
        transaction.executeWithoutResult(_ -> {
            KeptBan kept = bans.find(id)
                    .filter(ban -> ban.ban().instance().equals(Optional.of(instance)))
                    .orElseThrow(
                            () -> Refusal.notFound("ban-unknown", "There is no such ban; look at the list of bans."));
            if (!WardRules.byCustomer(kept.by())) {
                WardRules.operatorsOnly(by);
            }
            if (!bans.lift(id, by.label(), reason, clock.instant())) {
                throw Refusal.conflict("ban-over", "This ban has ended already.");
            }
            audit.record(by, "ward.lift", id);
            instances.edgeChanged();
        });
    }
}
