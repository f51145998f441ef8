package casemate.control.instance;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Slug;
import casemate.control.instance.InstanceRules.NameHolder;
import casemate.control.web.Site;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import casemate.wire.Upstream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about instances.
final class InstanceTable {
    /// A pod's settings as written by us: 32 of 1,000 characters, escaped at worst six-fold.
    private static final int MAX_SETTINGS_BYTES = 256 << 10;
    /// Serialises the counting of one customer's instances; the second number is drawn from the customer's id.
    private static final int COUNTING_LOCK = 0x1A57;

    /// Before a place where HTTP/2 is spoken.
    private static final String H2C = "h2c=";

    private final JdbcClient jdbc;
    private final Site site;

    /// @param site under whose domain every instance has its host name
    InstanceTable(JdbcClient jdbc, Site site) {
        this.jdbc = jdbc;
        this.site = site;
    }

    /// Waits until no other transaction counts or adds this customer's instances.
    void lockCounting(CustomerId customer) {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock, hashtext(:customer))")
                .param("lock", COUNTING_LOCK)
                .param("customer", customer.value())
                .query((row, _) -> 0)
                .list();
    }

    int countOf(CustomerId customer) {
        return jdbc.sql("SELECT count(*) FROM instance.instance WHERE customer_id = :customer AND erased_at IS NULL")
                .param("customer", customer.value())
                .query(Integer.class)
                .single();
    }

    /// What the living instances of a customer may take together.
    long memoryOf(CustomerId customer) {
        return jdbc.sql("""
                SELECT coalesce(sum(memory_limit), 0) FROM instance.instance
                WHERE customer_id = :customer AND erased_at IS NULL
                """)
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }

    int countOrdered(CustomerId customer, Instant since) {
        return jdbc.sql("SELECT count(*) FROM instance.instance WHERE customer_id = :customer AND created_at > :since")
                .param("customer", customer.value())
                .param("since", at(since))
                .query(Integer.class)
                .single();
    }

    int countAll() {
        return jdbc.sql("SELECT count(*) FROM instance.instance WHERE erased_at IS NULL")
                .query(Integer.class)
                .single();
    }

    /// By host name, the living instances that answer there.
    Map<String, InstanceId> at(Collection<String> hosts) {
        String end = "." + site.domain();
        String[] slugs = hosts.stream()
                .filter(host -> host.endsWith(end))
                .map(host -> host.substring(0, host.length() - end.length()))
                .toArray(String[]::new);
        Map<String, InstanceId> found = new LinkedHashMap<>();
        jdbc.sql("SELECT slug, id FROM instance.instance WHERE slug = ANY(:slugs) AND erased_at IS NULL")
                .param("slugs", slugs)
                .query(row -> {
                    found.put(row.getString("slug") + end, new InstanceId(row.getString("id")));
                });
        return found;
    }

    Set<InstanceId> living(Collection<InstanceId> asked) {
        String[] ids = asked.stream().map(InstanceId::value).toArray(String[]::new);
        return Set.copyOf(jdbc.sql("SELECT id FROM instance.instance WHERE id = ANY(:ids) AND erased_at IS NULL")
                .param("ids", ids)
                .query((row, _) -> new InstanceId(row.getString("id")))
                .list());
    }

    List<NameHolder> holders(Slug slug) {
        return jdbc.sql("SELECT customer_id, erased_at FROM instance.instance WHERE slug = :slug")
                .param("slug", slug.value())
                .query((row, _) -> new NameHolder(new CustomerId(row.getString("customer_id")), time(row, "erased_at")))
                .list();
    }

    void add(
            InstanceId id,
            CreateInstance wish,
            String placedOn,
            Limits limits,
            Map<String, String> settings,
            Instant now) {
        jdbc.sql("""
                INSERT INTO instance.instance (id, customer_id, slug, title, blueprint, placed_on, wanted, memory_limit, cpu_millis,
                  pids_limit, settings, created_at, changed_at)
                VALUES (:id, :customer, :slug, :title, :blueprint, :placed_on, 'running', :memory_limit, :cpu_millis,
                  :pids_limit, :settings::jsonb, :now, :now)
                """)
                .param("id", id.value())
                .param("customer", wish.customer().value())
                .param("slug", wish.slug().value())
                .param("title", wish.title())
                .param("blueprint", wish.blueprint())
                .param("placed_on", placedOn)
                .param("memory_limit", limits.memoryBytes())
                .param("cpu_millis", limits.cpuMillis())
                .param("pids_limit", limits.pids())
                .param("settings", json(settings))
                .param("now", at(now))
                .update();
    }

    /// What its application is installed and configured with.
    Map<String, String> settings(InstanceId id) {
        return jdbc.sql("SELECT settings FROM instance.instance WHERE id = :id")
                .param("id", id.value())
                .query((row, _) -> settings(row.getString("settings")))
                .single();
    }

    Optional<Instance> find(InstanceId id) {
        return jdbc.sql("SELECT * FROM instance.instance WHERE id = :id")
                .param("id", id.value())
                .query((row, _) -> instance(row))
                .optional();
    }

    /// Whose it is, also when it is erased.
    Optional<CustomerId> customer(String id) {
        return jdbc.sql("SELECT customer_id FROM instance.instance WHERE id = :id")
                .param("id", id)
                .query((row, _) -> new CustomerId(row.getString(1)))
                .optional();
    }

    Optional<Instance> named(String slug) {
        return jdbc.sql("SELECT * FROM instance.instance WHERE slug = :slug AND erased_at IS NULL")
                .param("slug", slug)
                .query((row, _) -> instance(row))
                .optional();
    }

    /// Locks the row until the transaction ends: wishes and reports about one instance take turns.
    Optional<Instance> lock(InstanceId id) {
        return jdbc.sql("SELECT * FROM instance.instance WHERE id = :id FOR NO KEY UPDATE")
                .param("id", id.value())
                .query((row, _) -> instance(row))
                .optional();
    }

    /// Newest first, without the erased ones.
    List<Instance> of(CustomerId customer) {
        return jdbc.sql(
                        "SELECT * FROM instance.instance WHERE customer_id = :customer AND erased_at IS NULL ORDER BY id DESC")
                .param("customer", customer.value())
                .query((row, _) -> instance(row))
                .list();
    }

    /// Newest first, at most so many, beginning after the given id.
    List<Instance> page(Optional<InstanceId> after, int size) {
        return jdbc.sql("SELECT * FROM instance.instance WHERE :after = '' OR id < :after ORDER BY id DESC LIMIT :size")
                .param("after", after.map(InstanceId::value).orElse(""))
                .param("size", size)
                .query((row, _) -> instance(row))
                .list();
    }

    void want(InstanceId id, Wanted wanted, Instant now) {
        jdbc.sql("UPDATE instance.instance SET wanted = :wanted, changed_at = :now WHERE id = :id")
                .param("wanted", word(wanted))
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    void listen(InstanceId id, String listener) {
        jdbc.sql("UPDATE instance.instance SET listener = :listener WHERE id = :id")
                .param("listener", listener)
                .param("id", id.value())
                .update();
    }

    /// All that one agent holds, erased ones too; locked in the order of ids, so that two reports cannot deadlock.
    List<Instance> lockPlacedOn(String agent, Collection<InstanceId> ids) {
        return jdbc.sql("""
                SELECT * FROM instance.instance WHERE placed_on = :agent AND id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE
                """)
                .param("agent", agent)
                .param("ids", ids.stream().map(InstanceId::value).toArray(String[]::new))
                .query((row, _) -> instance(row))
                .list();
    }

    void see(InstanceId id, Seen seen, Instant now) {
        Optional<Upstream> first = seen.upstreams().stream().findFirst();
        jdbc.sql("""
                UPDATE instance.instance SET phase = :phase, upstreams = :upstreams, upstream_address = :address, upstream_port = :port,
                  detail = :detail, restarts = :restarts, memory_used = :memory, seen_at = :now
                WHERE id = :id
                """)
                .param("phase", seen.phase().map(InstanceTable::word).orElse(null))
                .param(
                        "upstreams",
                        seen.upstreams().stream().map(InstanceTable::place).toArray(String[]::new))
                .param("address", first.map(Upstream::address).orElse(null))
                .param("port", first.map(Upstream::port).orElse(null))
                .param("detail", seen.detail())
                .param("restarts", seen.restarts())
                .param("memory", seen.memoryBytes())
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    Optional<String> placedOn(InstanceId id) {
        return jdbc.sql("SELECT placed_on FROM instance.instance WHERE id = :id")
                .param("id", id.value())
                .query(String.class)
                .optional();
    }

    Set<InstanceId> allPlacedOn(String host) {
        return jdbc.sql("SELECT id FROM instance.instance WHERE placed_on = :host AND erased_at IS NULL")
                .param("host", host)
                .query((row, _) -> new InstanceId(row.getString("id")))
                .set();
    }

    void place(InstanceId id, String host) {
        jdbc.sql("""
                UPDATE instance.instance SET placed_on = :host, phase = NULL, upstreams = '{}', upstream_address = NULL,
                  upstream_port = NULL, detail = '', restarts = 0, memory_used = 0
                WHERE id = :id
                """).param("host", host).param("id", id.value()).update();
    }

    /// Nothing of it is left outside: forget here, too, all that a person wrote.
    void confirmErased(InstanceId id, Instant now) {
        jdbc.sql("""
                UPDATE instance.instance SET erased_at = COALESCE(erased_at, :now), title = '', settings = '{}', detail = ''
                WHERE id = :id
                """).param("now", at(now)).param("id", id.value()).update();
    }

    /// All that are not confirmed erased.
    List<Instance> alive() {
        return jdbc.sql("SELECT * FROM instance.instance WHERE erased_at IS NULL ORDER BY id")
                .query((row, _) -> instance(row))
                .list();
    }

    /// What one agent is ordered to make true. A confirmed erasure is ordered no more, unless the agent reports the pod
    /// again.
    List<PodOrder> orders(String agent) {
        return jdbc.sql("""
                SELECT * FROM instance.instance
                WHERE placed_on = :agent AND NOT (wanted = 'erased' AND phase IS NOT DISTINCT FROM 'erased')
                ORDER BY id
                """).param("agent", agent).query((row, _) -> order(row)).list();
    }

    private PodOrder order(ResultSet row) throws SQLException {
        return new PodOrder(
                new InstanceId(row.getString("id")),
                row.getString("blueprint"),
                site.authority(row.getString("listener"), host(row)),
                constant(Wanted.class, row.getString("wanted")),
                new Limits(row.getLong("memory_limit"), row.getInt("cpu_millis"), row.getInt("pids_limit")),
                settings(row.getString("settings")));
    }

    private Instance instance(ResultSet row) throws SQLException {
        return new Instance(
                new InstanceId(row.getString("id")),
                new CustomerId(row.getString("customer_id")),
                row.getString("slug"),
                row.getString("title"),
                row.getString("blueprint"),
                host(row),
                constant(Wanted.class, row.getString("wanted")),
                seen(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                time(row, "erased_at"),
                row.getString("listener"));
    }

    private static String place(Upstream upstream) {
        String protocol = upstream.protocol() == Upstream.Protocol.H2C ? H2C : "";
        return protocol + upstream.address() + ":" + upstream.port();
    }

    private static List<Upstream> places(String[] places) {
        return Arrays.stream(places).map(InstanceTable::upstream).toList();
    }

    private static Upstream upstream(String place) {
        boolean h2c = place.startsWith(H2C);
        String rest = h2c ? place.substring(H2C.length()) : place;
        return new Upstream(
                rest.substring(0, rest.lastIndexOf(':')),
                Integer.parseInt(rest.substring(rest.lastIndexOf(':') + 1)),
                h2c ? Upstream.Protocol.H2C : Upstream.Protocol.HTTP1);
    }

    private static Seen seen(ResultSet row) throws SQLException {
        @Nullable String phase = row.getString("phase");
        return new Seen(
                Optional.ofNullable(phase).map(word -> constant(Phase.class, word)),
                places((String[]) row.getArray("upstreams").getArray()),
                row.getString("detail"),
                row.getInt("restarts"),
                row.getLong("memory_used"));
    }

    private String host(ResultSet row) throws SQLException {
        return row.getString("slug") + "." + site.domain();
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String json(Map<String, String> settings) {
        Json.Builder each = Json.object();
        settings.forEach(each::put);
        return each.build().text();
    }

    private static Map<String, String> settings(String json) {
        Json.Obj each = Json.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_SETTINGS_BYTES);
        Map<String, String> settings = new LinkedHashMap<>();
        each.members().keySet().forEach(name -> settings.put(name, each.text(name)));
        return settings;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
