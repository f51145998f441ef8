package casemate.control.ward;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.Ids;
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

/// The door to bans and to what defends the whole platform. Whatever changes here reaches edges with
/// the next snapshot, whose version rises in the same transaction.
public final class Ward {
    /// A list of places to be spared is a few offices and monitors.
    static final int MAX_SPARED = 1_000;

    static final String BY_HAND = "by-hand";

    private final BanTable bans;
    private final PlatformTable platform;
    private final Figures figures;
    private final Instances instances;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Ward(
            BanTable bans,
            PlatformTable platform,
            Figures figures,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.bans = bans;
        this.platform = platform;
        this.figures = figures;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// Bans addresses because a program of the platform saw them do wrong. It lasts as long as the
    /// policy promises, and twice as long with each time again within a day, up to a day.
    ///
    /// @param rule the kebab-case name of what they did, such as `sign-in-failures`
    /// @param evidence one line: what was seen, how often, where, and no full address
    /// @return empty when they are spared or banned already
    public Optional<KeptBan> ban(AddressRange range, String rule, String evidence, Actor by) {
        return transaction.execute(_ -> {
            Instant now = clock.instant();
            if (platform.touchesSpared(range) || bans.banned(range, now)) {
                return Optional.empty();
            }
            int before = bans.countSince(range, now.minus(WardRules.REPEAT_WITHIN));
            Duration length = WardRules.escalated(figures.defence().ban(), before);
            return Optional.of(add(range, rule, WardRules.line(evidence, WardRules.MAX_EVIDENCE), length, by));
        });
    }

    /// Bans addresses because a person says so.
    ///
    /// @param own where that person is, if known: nobody locks themselves out
    /// @throws Refusal `range-too-wide`, `ban-length`, `reason-needed`, `range-spared`, `ban-own`
    public KeptBan banByHand(AddressRange range, Duration length, String why, Optional<InetAddress> own, Actor by) {
        WardRules.operatorsOnly(by);
        WardRules.notTooWide(range);
        WardRules.lastsByHand(length);
        String reason = WardRules.reason(why);
        if (own.filter(range::contains).isPresent()) {
            throw Refusal.conflict("ban-own", "You are among these addresses yourself: nobody bans themselves.");
        }
        return transaction.execute(_ -> {
            if (platform.touchesSpared(range)) {
                throw Refusal.conflict("range-spared", "Some of these addresses are spared; end that first.");
            }
            return add(range, BY_HAND, reason, length, by);
        });
    }

    private KeptBan add(AddressRange range, String rule, String evidence, Duration length, Actor by) {
        Instant now = clock.instant();
        KeptBan kept = new KeptBan(
                new Ban(ids.make("ban"), range, Optional.empty(), now.plus(length), rule),
                evidence,
                by.label(),
                now,
                Optional.empty());
        bans.add(List.of(kept));
        audit.record(
                by,
                "ward.ban",
                kept.ban().id(),
                Json.object()
                        .put("rule", rule)
                        .put("seconds", length.toSeconds())
                        .build());
        instances.edgeChanged();
        return kept;
    }

    /// Ends a ban before its time.
    ///
    /// @throws Refusal `ban-unknown`, `ban-over`, `reason-needed`
    public KeptBan lift(String id, String why, Actor by) {
        WardRules.operatorsOnly(by);
        String reason = WardRules.reason(why);
        return transaction.execute(_ -> {
            get(id);
            if (!bans.lift(id, by.label(), reason, clock.instant())) {
                throw Refusal.conflict("ban-over", "This ban has ended already.");
            }
            audit.record(by, "ward.lift", id);
            instances.edgeChanged();
            return get(id);
        });
    }

    /// @throws Refusal `ban-unknown`
    KeptBan get(String id) {
        return bans.find(id)
                .orElseThrow(() -> Refusal.notFound("ban-unknown", "There is no such ban; look at the list of bans."));
    }

    List<KeptBan> page(BanSearch search, String before, int size) {
        return bans.page(search, before, size, clock.instant());
    }

    Instant now() {
        return clock.instant();
    }

    /// How many bans hold now.
    public long inForce() {
        return bans.countInForce(clock.instant());
    }

    List<Spared> spared() {
        return platform.spared(MAX_SPARED);
    }

    /// From now on these addresses are never banned and never limited.
    ///
    /// @throws Refusal `range-too-wide`, `reason-needed`, `spared-too-many`
    void spare(AddressRange range, String why, Actor by) {
        WardRules.operatorsOnly(by);
        WardRules.notTooWide(range);
        String reason = WardRules.reason(why);
        transaction.executeWithoutResult(_ -> {
            if (platform.countSpared() >= MAX_SPARED) {
                throw Refusal.conflict("spared-too-many", "At most " + MAX_SPARED + " ranges are spared; end one.");
            }
            if (platform.spare(new Spared(range, reason, by.label(), clock.instant()))) {
                audit.record(by, "ward.spare", "platform", prefix(range));
                instances.edgeChanged();
            }
        });
    }

    void unspare(AddressRange range, Actor by) {
        WardRules.operatorsOnly(by);
        transaction.executeWithoutResult(_ -> {
            if (platform.unspare(range)) {
                audit.record(by, "ward.unspare", "platform", prefix(range));
                instances.edgeChanged();
            }
        });
    }

    /// What the audit may keep for ever: no address, which tells of a person.
    private static Json.Obj prefix(AddressRange range) {
        return Json.object().put("prefix", range.prefix()).build();
    }

    /// Whether every visitor of the platform first has to show that it is willing to work.
    public boolean underAttack() {
        return platform.underAttack();
    }

    void attacked(boolean underAttack, Actor by) {
        WardRules.operatorsOnly(by);
        transaction.executeWithoutResult(_ -> {
            if (platform.attacked(underAttack, by.label(), clock.instant())) {
                audit.record(by, underAttack ? "ward.attack-begins" : "ward.attack-ends", "platform");
                instances.edgeChanged();
            }
        });
    }
}
