package casemate.control.provider;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Sha256;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.openid.OpenIdClient;
import casemate.control.openid.OpenIdLogout;
import casemate.control.provider.ArrivalTable.Begun;
import casemate.control.saml.SamlClient;
import casemate.control.saml.SamlLogout;
import casemate.control.saml.SamlName;
import casemate.control.signin.Sessions;
import casemate.control.web.Viewer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door for signing out in both places: a provider's word ends sessions here, and leaving here leads to the
/// provider.
public final class SignOuts {
    private static final Actor PROVIDER = new Actor.Program("provider");
    /// Sessions ended in one transaction, and transactions in one turn: an office goes home at once.
    private static final int BATCH = 500;

    private static final int BATCHES = 100;

    private final Connections connections;
    private final ArrivalTable arrivals;
    private final SignOn signOn;
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
    private final boolean heeds;

    /// @param heeds whether a provider's word is heeded; not where a drill's twin is
    SignOuts(
            Connections connections,
            ArrivalTable arrivals,
            SignOn signOn,
            Names names,
            OpenIdClient openId,
            SamlClient saml,
            Sessions sessions,
            SealingKey sealing,
            WordLife life,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            boolean heeds) {
        this.connections = connections;
        this.arrivals = arrivals;
        this.signOn = signOn;
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
        this.heeds = heeds;
    }

    /// A provider's server says that somebody is signed out, or may no longer come in.
    void backChannel(String connectionId, String token) {
        signOn.audited(connectionId, () -> {
            Connection connection = connections.known(connectionId);
            OpenIdLogout word = openId.logout(names.registration(connection, connections.secret(connection)), token);
            List<String> meant = word.sid()
                    .map(s -> arrivals.sessionsWith(connection.id(), Sha256.of(s)))
                    .orElseGet(() -> arrivals.sessionsOf(
                            connection.id(),
                            Sha256.of(
                                    connection.issuer() + "\n" + word.subject().orElse(""))));
            end(connection, word.id(), word.until(), meant);
            return true;
        });
    }

    /// A browser brought the provider's wish in an address or in a form.
    ///
    /// @param query as the browser sent it; empty for a form
    /// @return where the browser goes with our answer
    Optional<URI> samlWish(String connectionId, String query, String field, String relayState) {
        return signOn.audited(connectionId, () -> {
            Connection connection = connections.known(connectionId);
            var partner = connections.partner(connection);
            var service = names.service(connection);
            SamlLogout wish = query.isEmpty()
                    ? saml.logoutInForm(partner, service, field)
                    : saml.logoutInAddress(partner, service, query);
            byte[] subject = Sha256.of(connection.issuer() + "\n" + wish.name().text());
            List<String> meant = wish.sessions().isEmpty()
                    ? arrivals.sessionsOf(connection.id(), subject)
                    : wish.sessions().stream()
                            .flatMap(s -> arrivals.sessionsWith(connection.id(), Sha256.of(s)).stream())
                            .filter(arrivals.sessionsOf(connection.id(), subject)::contains)
                            .toList();
            end(connection, wish.id(), wish.until(), meant);
            String back = query.isEmpty() ? relayState : SamlClient.relayState(query);
            return saml.signedOut(partner, service, wish, back, id());
        });
    }

    /// Where a browser goes to sign out at the provider too, whose session is about to end here.
    Optional<URI> away(Viewer viewer) {
        return arrivals.begun(viewer.session()).flatMap(this::away);
    }

    /// One turn of work: ends what lasted long enough.
    void turn() {
        // A policy that promises less than the one before binds sessions that are there already.
        arrivals.endBy(clock.instant().plus(life.now()));
        int batches = 0;
        while (batches < BATCHES && endSome() == BATCH) {
            batches++;
        }
        transactions.executeWithoutResult(_ -> arrivals.forget(clock.instant()));
    }

    private int endSome() {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<String> over = arrivals.sessionsOver(clock.instant(), BATCH);
            over.forEach(s -> sessions.end(s, PROVIDER));
            return over.size();
        }));
    }

    private Optional<URI> away(Begun begun) {
        try {
            Connection connection = connections.known(begun.connection());
            String hint = sealing.open(
                            SignOn.sessionRow(begun.session()), HexFormat.of().parseHex(begun.hint()))
                    .revealText();
            return switch (connection.speech()) {
                case Connection.Speech.OpenId _ ->
                    openId.signOut(
                            names.registration(connection, connections.secret(connection)),
                            hint,
                            names.address(connection, Names.SIGNED_OUT));
                case Connection.Speech.Saml _ ->
                    saml.signOut(
                            connections.partner(connection),
                            names.service(connection),
                            SamlName.parse(hint.substring(0, hint.lastIndexOf('\n'))),
                            Optional.of(hint.substring(hint.lastIndexOf('\n') + 1))
                                    .filter(i -> !i.isEmpty()),
                            id());
            };
        } catch (Refusal _) {
            // Nobody is kept signed in here because the provider cannot be told.
            return Optional.empty();
        }
    }

    private void end(Connection connection, String word, java.time.Instant until, List<String> meant) {
        transactions.executeWithoutResult(_ -> {
            if (!arrivals.spend(connection.id(), word, until)) {
                throw SignOn.refused("this word was heard before");
            }
            if (heeds) {
                meant.forEach(s -> sessions.end(s, PROVIDER));
            }
            audit.record(PROVIDER, "provider.sign-out", connection.id());
        });
    }

    private String id() {
        return "_" + Token.random(chance).reveal();
    }
}
