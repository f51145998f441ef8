package casemate.control.provider;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.fetch.Fetch;
import casemate.control.field.ColumnSeal;
import casemate.control.openid.OpenIdClient;
import casemate.control.provider.Connection.Speech;
import casemate.control.provider.Connection.State;
import casemate.control.saml.SamlClient;
import casemate.control.saml.SamlPartner;
import casemate.control.signin.Sessions;
import casemate.vault.KeyOwner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to customers' connections: set up, tried, switched on, enforced, switched off. A connection that
/// was changed takes no effect before somebody came in through it again.
public final class Connections {
    /// The one in use, the next, and one that was given up.
    static final int MOST = 3;

    static final int MOST_MAPPINGS = 100;
    private static final int MAX_GROUP = 256;

    private final ConnectionTable table;
    private final ArrivalTable arrivals;
    private final Memberships memberships;
    private final Sessions sessions;
    private final OpenIdClient openId;
    private final SamlClient saml;
    private final Fetch fetch;
    private final ColumnSeal sealing;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    Connections(
            ConnectionTable table,
            ArrivalTable arrivals,
            Memberships memberships,
            Sessions sessions,
            OpenIdClient openId,
            SamlClient saml,
            Fetch fetch,
            ColumnSeal sealing,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.arrivals = arrivals;
        this.memberships = memberships;
        this.sessions = sessions;
        this.openId = openId;
        this.saml = saml;
        this.fetch = fetch;
        this.sealing = sealing;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Connection> of(CustomerId customer) {
        return table.of(customer);
    }

    /// @throws Refusal `connection-unknown`, also for one of another customer
    Connection get(String id, CustomerId customer) {
        return table.find(id).filter(c -> c.customer().equals(customer)).orElseThrow(Connections::unknown);
    }

    /// For strangers on their way in or out.
    Connection known(String id) {
        return table.find(id).orElseThrow(Connections::unknown);
    }

    List<Mapping> mappings(Connection connection) {
        return table.mappings(connection.id());
    }

    Secret secret(Connection connection) {
        return sealing.open(
                KeyOwner.of(connection.customer()),
                connection.id(),
                table.secret(connection.id()).orElseThrow(Connections::unknown));
    }

    SamlPartner partner(Connection connection) {
        return switch (connection.speech()) {
            case Speech.Saml s -> saml.partner(s.metadata().getBytes(StandardCharsets.UTF_8));
            case Speech.OpenId _ -> throw unknown();
        };
    }

    /// Takes down what an administrator knows of a provider. The provider is looked at at once.
    ///
    /// @throws Refusal about what is wrong with it, or `connections-too-many`
    Connection add(ConnectionForm form, CustomerId customer, Actor actor) {
        if (!form.saml() && form.secret().isBlank()) {
            throw Refusal.invalid(
                    "connection-incomplete", "Fill in what the provider told you; nothing of it may be missing.");
        }
        Connection connection = filled(form, ids.make("con"), customer);
        return transactions.execute(_ -> {
            table.lock(customer);
            if (table.of(customer).size() >= MOST) {
                throw Refusal.conflict(
                        "connections-too-many", "There are " + MOST + " connections already; remove one first.");
            }
            table.add(connection, form.saml() ? null : sealed(connection, form), clock.instant());
            audit.record(actor, "provider.add", connection.id());
            return connection;
        });
    }

    /// What is changed is a draft again: nobody comes in through it before it was tried.
    void change(Connection connection, ConnectionForm form, Actor actor) {
        if (form.saml() != connection.saml()) {
            throw unknown();
        }
        Connection changed = filled(form, connection.id(), connection.customer());
        byte[] secret = form.saml() || form.secret().isBlank() ? null : sealed(connection, form);
        if (secret == null && !form.saml() && !changed.issuer().equals(connection.issuer())) {
            throw Refusal.invalid("connection-secret", "Another provider has another secret; fill it in too.");
        }
        change(connection, actor, "provider.change", c -> {
            table.change(changed, secret, clock.instant());
            endAll(c, actor);
        });
    }

    /// Somebody came through.
    void tested(Connection connection, Actor actor) {
        change(connection, actor, "provider.test", c -> table.tested(c.id(), clock.instant()));
    }

    /// Has a connection take effect, in the place of the one that did.
    ///
    /// @throws Refusal `connection-untested`
    void turnOn(Connection connection, Actor actor) {
        change(connection, actor, "provider.turn-on", c -> {
            if (!c.ready()) {
                throw Refusal.conflict("connection-untested", "Try the connection first: come in through it once.");
            }
            table.of(c.customer()).stream().filter(Connection::on).forEach(other -> {
                table.setState(other.id(), State.OFF, clock.instant());
                endAll(other, actor);
            });
            table.setState(c.id(), State.ON, clock.instant());
        });
    }

    /// Whoever came in through it is signed out; those without a password of their own set one by mail.
    void turnOff(Connection connection, Actor actor) {
        change(connection, actor, "provider.turn-off", c -> {
            if (c.on()) {
                table.setState(c.id(), State.OFF, clock.instant());
                endAll(c, actor);
            }
        });
    }

    /// Lets the customer's people in by this connection alone, except one owner: who would help when the
    /// provider is down? Everybody who came in another way is signed out.
    ///
    /// @throws Refusal `way-around-needed` unless that person is an owner
    void enforce(Connection connection, UserId wayAround, Actor actor) {
        if (memberships
                .find(wayAround, connection.customer())
                .filter(m -> m.owner())
                .isEmpty()) {
            throw Refusal.invalid(
                    "way-around-needed", "Name an owner who keeps a password for the day the provider is down.");
        }
        change(connection, actor, "provider.enforce", c -> {
            if (!c.on()) {
                throw Refusal.conflict("connection-off", "Switch the connection on first.");
            }
            table.enforce(c.id(), true, wayAround, clock.instant());
            Set<String> stay = new HashSet<>(arrivals.sessionsBy(c.id()));
            sessions.endOfCustomer(c.customer(), stay, wayAround, actor);
        });
    }

    void free(Connection connection, Actor actor) {
        change(
                connection,
                actor,
                "provider.free",
                c -> table.enforce(c.id(), false, c.wayAround().orElse(null), clock.instant()));
    }

    /// The first line that fits somebody counts.
    ///
    /// @param roles that the customer has
    void map(Connection connection, List<Mapping> lines, List<String> roles, Actor actor) {
        boolean fit = lines.size() <= MOST_MAPPINGS
                && lines.stream()
                        .allMatch(m -> roles.contains(m.role())
                                && !m.group().isBlank()
                                && m.group().length() <= MAX_GROUP);
        if (!fit) {
            throw Refusal.invalid(
                    "mapping-malformed", "Name up to " + MOST_MAPPINGS + " groups, each with a role that there is.");
        }
        change(connection, actor, "provider.map", c -> table.setMappings(c.id(), lines));
    }

    void remove(Connection connection, Actor actor) {
        change(connection, actor, "provider.remove", c -> {
            if (c.on()) {
                throw Refusal.conflict("connection-on", "Switch the connection off first.");
            }
            table.delete(c.id());
        });
    }

    private void endAll(Connection connection, Actor actor) {
        arrivals.sessionsBy(connection.id()).forEach(s -> sessions.end(s, actor));
    }

    /// Looks at the connection again under the customer's lock, changes it, and records that.
    private void change(Connection connection, Actor actor, String action, Consumer<Connection> change) {
        transactions.executeWithoutResult(_ -> {
            table.lock(connection.customer());
            change.accept(get(connection.id(), connection.customer()));
            audit.record(actor, action, connection.id());
        });
    }

    private Connection filled(ConnectionForm form, String id, CustomerId customer) {
        String issuer;
        Speech speech;
        if (form.saml()) {
            String metadata =
                    form.address().map(a -> fetch.get(fetch.check(a)).text()).orElse(form.metadata());
            issuer = saml.partner(metadata.getBytes(StandardCharsets.UTF_8)).entityId();
            speech = new Speech.Saml(metadata);
        } else {
            openId.look(form.issuer());
            issuer = form.issuer();
            speech = new Speech.OpenId(form.clientId());
        }
        return new Connection(
                id,
                customer,
                form.name(),
                issuer,
                speech,
                form.groupsName(),
                State.DRAFT,
                false,
                Optional.empty(),
                Optional.empty());
    }

    private byte[] sealed(Connection connection, ConnectionForm form) {
        return sealing.seal(
                KeyOwner.of(connection.customer()),
                connection.id(),
                Secret.of(form.secret().strip()));
    }

    private static Refusal unknown() {
        return Refusal.notFound("connection-unknown", "There is no such connection.");
    }
}
