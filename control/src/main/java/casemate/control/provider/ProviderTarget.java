package casemate.control.provider;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Person;
import casemate.control.account.SignUp;
import casemate.control.account.Token;
import casemate.control.signin.Elsewhere;
import casemate.control.signin.Opened;
import casemate.control.signin.Sessions;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.Viewer;
import casemate.control.web.Visitor;
import casemate.promise.Target;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The doors that a provider's people come through: the real ones, or twins that heed no provider's word. Both stand on
/// the same rows; whoever comes through them here is a canary.
record ProviderTarget(
        Connections connections,
        EmailDomains domains,
        SignOn signOn,
        SignOuts signOuts,
        Elsewhere elsewhere,
        Sessions sessions,
        Tokens tokens,
        Accounts accounts,
        Runnable end)
        implements Target {
    private static final Actor DRILL = new Actor.Program("drills");
    private static final Visitor NOBODY = new Visitor("127.0.0.1", "drill");

    /// A customer whose people come by this provider.
    Connection house(CanaryProvider provider, String domain, Secret password) {
        Membership owner = accounts.createCustomer(
                new SignUp(Email.parse("owner@" + domain), password, Language.EN, Details.none()), DRILL);
        domains.trust(owner.customer(), domain);
        Connection connection = connections.add(
                new ConnectionForm(
                        false, "Canary", provider.issuer(), CanaryProvider.CLIENT, CanaryProvider.SECRET, "", ""),
                owner.customer(),
                DRILL);
        connections.tested(connection, DRILL);
        connections.turnOn(connection, DRILL);
        return connections.get(connection.id(), connection.customer());
    }

    /// What a browser does that is led to the provider.
    Going begin(Connection connection) {
        return signOn.begin(connection, Optional.empty(), Optional.empty(), "/");
    }

    /// Brings an answer back; empty when nobody was signed in for it.
    Optional<Opened> bring(Connection connection, Going going, Map<String, String> answer) {
        try {
            Outcome outcome = signOn.openIdAnswer(
                    connection.id(),
                    answer,
                    Optional.of(going.browser()),
                    new Guest(NOBODY, Language.EN, Optional.empty()));
            return outcome instanceof Outcome.In in ? Optional.of(in.opened()) : Optional.empty();
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    boolean lives(Opened opened) {
        return viewer(opened).isPresent();
    }

    /// A token of the API, made by whoever holds this session.
    Secret token(Opened opened) {
        TokenWish wish = new TokenWish(TokenKind.PERSONAL, "drill", Set.of(Permission.INSTANCE_VIEW), 1);
        return tokens.issue(wish, viewer(opened).orElseThrow()).secret();
    }

    boolean opens(Secret token) {
        return tokens.bearer(token.revealText()).isPresent();
    }

    private Optional<Viewer> viewer(Opened opened) {
        return sessions.viewer(Kind.CUSTOMER, Token.presented(opened.token().reveal()), false);
    }

    /// Whether somebody with this address would get in with a right password.
    boolean passwordEnough(String email) {
        Person person = accounts.find(Kind.CUSTOMER, Email.parse(email)).orElseThrow();
        try {
            var _ = elsewhere.home(person);
            return true;
        } catch (Refusal _) {
            return false;
        }
    }

    /// The provider's word that somebody left.
    void tell(Connection connection, String token) {
        signOuts.backChannel(connection.id(), token);
    }

    Optional<UserId> person(String email) {
        return accounts.find(Kind.CUSTOMER, Email.parse(email)).map(Person::id);
    }

    void sweep(String like) {
        accounts.removeCanaries(like, DRILL);
    }

    @Override
    public void close() {
        end.run();
    }
}
