package casemate.control.provider;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.base.UserId;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.openid.OpenIdAsk;
import casemate.control.openid.OpenIdClient;
import casemate.control.openid.OpenIdIdentity;
import casemate.control.provider.ArrivalTable.Attempt;
import casemate.control.saml.SamlClient;
import casemate.control.saml.SamlIdentity;
import casemate.control.signin.Opened;
import casemate.control.signin.Sessions;
import casemate.control.web.Viewer;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// The door for those who come by their customer's provider. An ask counts once, for the browser that went, for the
/// connection it was for; an answer that does not hold is refused in one line, recorded, and changes nothing.
public final class SignOn {
    /// Signing in there, with a second factor and a forgotten password.
    static final Duration UNDER_WAY = Duration.ofMinutes(10);

    /// From the answer's form to the page that opens the session.
    private static final Duration LANDING = Duration.ofMinutes(1);

    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_HELD = 64 << 10;

    private final Connections connections;
    private final ConnectionTable table;
    private final ArrivalTable arrivals;
    private final People people;
    private final Names names;
    private final OpenIdClient openId;
    private final SamlClient saml;
    private final Sessions sessions;
    private final SealingKey sealing;
    private final WordLife life;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;

    SignOn(
            Connections connections,
            ConnectionTable table,
            ArrivalTable arrivals,
            People people,
            Names names,
            OpenIdClient openId,
            SamlClient saml,
            Sessions sessions,
            SealingKey sealing,
            WordLife life,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        this.connections = connections;
        this.table = table;
        this.arrivals = arrivals;
        this.people = people;
        this.names = names;
        this.openId = openId;
        this.saml = saml;
        this.sessions = sessions;
        this.sealing = sealing;
        this.life = life;
        this.audit = audit;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
    }

    /// The connection for addresses like this one. Says nothing about whether anybody has the address.
    Optional<Connection> leading(String email) {
        return table.leading(ProviderRules.domainOf(email));
    }

    /// The connection by which a browser came before, while it is on.
    Optional<Connection> before(String connection) {
        return table.find(connection).filter(Connection::on);
    }

    /// Sends a browser to a provider.
    ///
    /// @param tester who tries the connection; empty: somebody signs in
    /// @param next a path of ours
    Going begin(Connection connection, Optional<UserId> tester, Optional<String> hint, String next) {
        Token id = Token.random(chance);
        Token browser = Token.random(chance);
        OpenIdAsk ask = new OpenIdAsk(
                id.reveal(),
                Token.random(chance).reveal(),
                Secret.of(Token.random(chance).reveal()));
        URI address = switch (connection.speech()) {
            case Connection.Speech.OpenId _ -> openId.address(registration(connection), ask, hint);
            // An XML id must begin with a letter or a low line.
            case Connection.Speech.Saml _ ->
                saml.address(connections.partner(connection), names.service(connection), "_" + id.reveal());
        };
        Json.Obj held = Json.object()
                .put("nonce", ask.nonce())
                .put("verifier", ask.verifier().revealText())
                .build();
        keep(id, connection, HEX.formatHex(browser.hash()), tester, next, held, UNDER_WAY);
        return new Going(address, browser, connection);
    }

    /// A browser came back with an answer in the address.
    ///
    /// @param browser the cookie that it was given
    Outcome openIdAnswer(String connectionId, Map<String, String> answer, Optional<Token> browser, Guest guest) {
        return audited(connectionId, () -> {
            Connection connection = connections.known(connectionId);
            Token state = Token.presented(answer.getOrDefault("state", ""));
            Attempt attempt = taken(connection, state, browser);
            Json.Obj held = held(attempt);
            OpenIdAsk ask = new OpenIdAsk(state.reveal(), held.text("nonce"), Secret.of(held.text("verifier")));
            OpenIdIdentity who = openId.redeem(registration(connection), ask, answer);
            return arrived(
                    connection,
                    attempt,
                    new Arrival(
                            connection.issuer() + "\n" + who.subject(),
                            true,
                            who.email().filter(_ -> !who.emailDenied()),
                            who.groups(),
                            who.sid(),
                            who.idToken(),
                            Optional.empty()),
                    guest);
        });
    }

    /// A browser brought an answer in a form of the provider's. Its cookies do not come along with that, so it
    /// is sent on to a page of ours with a ticket.
    Token samlAnswer(String connectionId, String field) {
        return audited(connectionId, () -> {
            Connection connection = connections.known(connectionId);
            SamlIdentity who = saml.accept(
                    connections.partner(connection), names.service(connection), connection.groupsName(), field);
            Token asked = Token.presented(
                    who.inResponseTo().startsWith("_") ? who.inResponseTo().substring(1) : "");
            Json.Obj arrival = Json.object()
                    .put("subject", connection.issuer() + "\n" + who.name().text())
                    .put("lasting", !who.transientName())
                    .put("email", who.email().orElse(""))
                    .put("groups", Json.texts(who.groups()))
                    .put("sid", who.sessionIndex().orElse(""))
                    .put("hint", who.name().text() + "\n" + who.sessionIndex().orElse(""))
                    .put("until", who.sessionUntil().map(Instant::toString).orElse(""))
                    .build();
            return transactions.execute(_ -> {
                Attempt attempt = arrivals.take(asked.hash(), connection.id(), clock.instant())
                        .orElseThrow(SignOn::notAsked);
                if (!arrivals.spend(connection.id(), who.assertion(), who.until())) {
                    throw refused("the assertion was used before");
                }
                Token ticket = Token.random(chance);
                keep(ticket, connection, attempt.browser(), attempt.tester(), attempt.next(), arrival, LANDING);
                return ticket;
            });
        });
    }

    /// The page to which a browser was sent on.
    Outcome land(String connectionId, Token ticket, Optional<Token> browser, Guest guest) {
        return audited(connectionId, () -> {
            Connection connection = connections.known(connectionId);
            Attempt attempt = taken(connection, ticket, browser);
            Json.Obj held = held(attempt);
            return arrived(
                    connection,
                    attempt,
                    new Arrival(
                            held.text("subject"),
                            held.bool("lasting"),
                            Optional.of(held.text("email")).filter(e -> !e.isEmpty()),
                            held.list("groups", SignOn::text),
                            Optional.of(held.text("sid")).filter(s -> !s.isEmpty()),
                            held.text("hint"),
                            Optional.of(held.text("until"))
                                    .filter(u -> !u.isEmpty())
                                    .map(Instant::parse)),
                    guest);
        });
    }

    /// Refuses on the record.
    <T> T audited(String connectionId, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal refused) {
            String object = table.find(connectionId).map(Connection::id).orElse("unknown");
            transactions.executeWithoutResult(_ -> audit.record(
                    new Actor.Anonymous(),
                    "provider.refuse",
                    object,
                    Json.object()
                            .put("code", refused.code())
                            .put("why", refused.text())
                            .build()));
            throw refused;
        }
    }

    private Outcome arrived(Connection connection, Attempt attempt, Arrival arrival, Guest guest) {
        if (attempt.tester().isPresent()) {
            Viewer tester = guest.viewer()
                    .filter(v -> attempt.tester().filter(v.user()::equals).isPresent())
                    .filter(v ->
                            v.customer().filter(connection.customer()::equals).isPresent())
                    .orElseThrow(SignOn::notAsked);
            connections.tested(connection, tester.actor());
            return new Outcome.Tried(connection, arrival);
        }
        if (!connection.on()) {
            throw refused("the connection is switched off");
        }
        return transactions.execute(_ -> {
            table.lock(connection.customer());
            Person person = people.of(connection, arrival, guest.language());
            Opened opened = sessions.openFor(person, connection.customer(), guest.visitor());
            Instant latest = clock.instant().plus(life.now());
            arrivals.began(
                    opened.session(),
                    connection,
                    Sha256.of(arrival.subject()),
                    arrival.sid().map(Sha256::of).orElse(null),
                    sealing.seal(sessionRow(opened.session()), Secret.of(arrival.hint())),
                    arrival.until().filter(u -> u.isBefore(latest)).orElse(latest));
            return new Outcome.In(opened, attempt.next());
        });
    }

    private Attempt taken(Connection connection, Token id, Optional<Token> browser) {
        Attempt attempt = Optional.ofNullable(
                        transactions.execute(_ -> arrivals.take(id.hash(), connection.id(), clock.instant())))
                .flatMap(a -> a)
                .orElseThrow(SignOn::notAsked);
        if (browser.filter(b -> MessageDigest.isEqual(b.hash(), HEX.parseHex(attempt.browser())))
                .isEmpty()) {
            throw notAsked();
        }
        return attempt;
    }

    private void keep(
            Token id,
            Connection connection,
            String browser,
            Optional<UserId> tester,
            String next,
            Json.Obj held,
            Duration life) {
        String hash = HEX.formatHex(id.hash());
        arrivals.begin(new Attempt(
                hash,
                connection.id(),
                browser,
                tester,
                next,
                HEX.formatHex(sealing.seal(attemptRow(hash), Secret.of(held.canonical()))),
                clock.instant().plus(life)));
    }

    private Json.Obj held(Attempt attempt) {
        byte[] clear = sealing.open(attemptRow(attempt.id()), HEX.parseHex(attempt.held()))
                .reveal();
        try {
            return Json.parseObject(clear, MAX_HELD);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private casemate.control.openid.OpenIdRegistration registration(Connection connection) {
        return names.registration(connection, connections.secret(connection));
    }

    private static String text(Json json) {
        return json instanceof Json.Text t ? t.value() : "";
    }

    static String sessionRow(String session) {
        return "provider.session.hint/" + session;
    }

    private static String attemptRow(String id) {
        return "provider.attempt.held/" + id;
    }

    private static Refusal notAsked() {
        return refused("nobody asked for this answer in this browser, or it came too late; begin again");
    }

    static Refusal refused(String why) {
        return Refusal.forbidden("sign-on-refused", "Nobody was signed in: " + why + ".");
    }
}
