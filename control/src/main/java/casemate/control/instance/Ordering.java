package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.audit.Audit;
import casemate.wire.PodOrder.Wanted;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/// Orders instances, new ones and copies: within what a customer may have, each under a name that nobody else has.
final class Ordering {
    private static final Duration A_DAY = Duration.ofDays(1);
    /// The account that applications are installed with.
    private static final String ADMIN_NAME = "admin";
    /// 99 bits of chance need no slow hash; 10 is what PHP's own password_hash uses.
    private static final int BCRYPT_COST = 10;

    private final InstanceTable table;
    private final Snapshots snapshots;
    private final Blueprints blueprints;
    private final Supplier<List<CopyEar>> copyEars;
    private final Supplier<List<OrderEar>> orderEars;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;
    private final String agent;
    private final InitialPassword passwords;
    private final BCryptPasswordEncoder bcrypt;

    Ordering(
            InstanceTable table,
            Snapshots snapshots,
            Blueprints blueprints,
            Supplier<List<CopyEar>> copyEars,
            Supplier<List<OrderEar>> orderEars,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock,
            SecureRandom chance,
            String agent) {
        this.table = table;
        this.snapshots = snapshots;
        this.blueprints = blueprints;
        this.copyEars = copyEars;
        this.orderEars = orderEars;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        this.agent = agent;
        this.passwords = new InitialPassword(chance);
        this.bcrypt = new BCryptPasswordEncoder(BCryptPasswordEncoder.BCryptVersion.$2Y, BCRYPT_COST, chance);
    }

    /// @param listener of the edge that serves it, by its name; empty for the shared one
    /// @throws Refusal `slug-taken`, `instances-too-many`, `blueprint-unknown`, `platform-full`
    CreatedInstance create(CreateInstance wish, String listener, Actor actor) {
        InstanceRules.listener(listener);
        InstanceRules.see(wish.customer(), actor);
        Blueprint blueprint = blueprints.get(wish.blueprint());
        Secret password = passwords.next();
        Map<String, String> settings = settings(wish, bcrypt.encode(password.revealText()));
        InstanceRules.bringsAll(settings.keySet(), blueprint.settings());
        InstanceId id = ids.instance();
        try {
            transaction.executeWithoutResult(_ -> add(id, wish, listener, blueprint, settings, actor));
        } catch (DuplicateKeyException _) {
            // Two wishes for one name at the same moment; the index let one through.
            throw InstanceRules.nameTaken();
        }
        return new CreatedInstance(table.find(id).orElseThrow(), ADMIN_NAME, password);
    }

    /// Orders another one like this, of the same customer, for a copy of its data: the same application, settings and
    /// administrator under another name.
    ///
    /// @throws Refusal `slug-taken`, `instances-too-many`, `platform-full`, `instance-erased`
    Instance beside(Instance original, Slug slug, Actor actor) {
        if (original.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "This instance is erased; create a new one.");
        }
        Map<String, String> settings = table.settings(original.id());
        CreateInstance wish = new CreateInstance(
                original.customer(),
                original.blueprint(),
                slug,
                original.title(),
                settings.getOrDefault("adminEmail", ""),
                settings.getOrDefault("language", ""));
        Blueprint blueprint = blueprints.get(original.blueprint());
        InstanceId made = ids.instance();
        try {
            transaction.executeWithoutResult(_ -> {
                add(made, wish, original.listener(), blueprint, settings, actor);
                copyEars.get().forEach(ear -> ear.copied(original.id(), made, actor));
            });
        } catch (DuplicateKeyException _) {
            throw InstanceRules.nameTaken();
        }
        return table.find(made).orElseThrow();
    }

    private void add(
            InstanceId id,
            CreateInstance wish,
            String listener,
            Blueprint blueprint,
            Map<String, String> settings,
            Actor actor) {
        Instant now = clock.instant();
        table.lockCounting(wish.customer());
        InstanceRules.roomFor(
                table.countOf(wish.customer()),
                table.countOrdered(wish.customer(), now.minus(A_DAY)),
                table.countAll());
        InstanceRules.nameIsFree(table.holders(wish.slug()), wish.customer(), now);
        OrderEar.Wish ordered = new OrderEar.Wish(
                agent, table.memoryOf(wish.customer()) + blueprint.limits().memoryBytes());
        orderEars.get().forEach(ear -> ear.ordering(wish.customer(), ordered));
        table.add(id, wish, agent, blueprint.limits(), settings, now);
        audit.record(actor, "instance.create", id.value());
        if (!listener.isEmpty()) {
            table.listen(id, listener);
            audit.record(actor, "instance.listener", id.value());
        }
        snapshots.changed(Snapshots.Kind.EDGE);
        snapshots.changed(Snapshots.Kind.AGENT);
    }

    private static Map<String, String> settings(CreateInstance wish, String verifier) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("title", wish.title());
        settings.put("adminName", ADMIN_NAME);
        settings.put("adminEmail", wish.adminEmail());
        settings.put("adminPasswordBcrypt", verifier);
        settings.put("language", wish.language());
        return settings;
    }

    /// Refuses what cannot be created for anybody, before an account is made for it.
    void couldCreate(String blueprint, Slug slug) {
        blueprints.get(blueprint);
        if (table.named(slug.value()).isPresent()) {
            throw InstanceRules.nameTaken();
        }
    }
}
