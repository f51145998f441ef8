package casemate.control.provider;

import casemate.base.Ids;
import casemate.base.SealingKey;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.dns.Dns;
import casemate.control.fetch.Fetch;
import casemate.control.fetch.FetchSettings;
import casemate.control.field.ColumnSeal;
import casemate.control.field.Fields;
import casemate.control.field.SealedTable;
import casemate.control.openid.OpenIdClient;
import casemate.control.policy.Policies;
import casemate.control.saml.SamlClient;
import casemate.control.signin.Elsewhere;
import casemate.control.signin.Sessions;
import casemate.control.token.Tokens;
import casemate.control.token.Voucher;
import casemate.control.web.RateLimits;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ProviderRoom {
    private static final String KEY = "provider.key";

    /// The tables and the key of this room, for those that share them.
    record Ground(
            ConnectionTable connections,
            ArrivalTable arrivals,
            EmailDomainTable domains,
            SealingKey sealing,
            ColumnSeal secrets,
            Names names) {}

    @Bean
    Ground providerGround(JdbcClient jdbc, ProviderSettings settings, Fields fields, SecureRandom chance, Site site) {
        SealingKey key = SealingKey.open(settings.keys().resolve(KEY), chance);
        return new Ground(
                new ConnectionTable(jdbc),
                new ArrivalTable(jdbc),
                new EmailDomainTable(jdbc),
                key,
                new ColumnSeal(fields, "provider.connection.secret", key, id -> "provider.connection.secret/" + id),
                new Names(site));
    }

    @Bean
    SealedTable sealedConnections(Ground ground) {
        return ground.secrets().table("provider.connection", "secret", "id", "id", "customer_id");
    }

    @Bean
    EmailDomains emailDomains(
            Ground ground, Dns dns, Audit audit, TransactionTemplate transactions, SecureRandom chance, Clock clock) {
        return new EmailDomains(ground.domains(), dns, audit, transactions, chance, clock);
    }

    @Bean
    Connections connections(
            Ground ground,
            Memberships memberships,
            Sessions sessions,
            OpenIdClient openId,
            SamlClient saml,
            Fetch fetch,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Connections(
                ground.connections(),
                ground.arrivals(),
                memberships,
                sessions,
                openId,
                saml,
                fetch,
                ground.secrets(),
                audit,
                transactions,
                ids,
                clock);
    }

    @Bean
    SignOn signOn(
            Ground ground,
            Connections connections,
            EmailDomains domains,
            Accounts accounts,
            Memberships memberships,
            OpenIdClient openId,
            SamlClient saml,
            Sessions sessions,
            Policies policies,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        People people =
                new People(ground.connections(), ground.arrivals(), domains, accounts, memberships, audit, clock);
        return new SignOn(
                connections,
                ground.connections(),
                ground.arrivals(),
                people,
                ground.names(),
                openId,
                saml,
                sessions,
                ground.sealing(),
                new WordLife(policies),
                audit,
                transactions,
                chance,
                clock);
    }

    @Bean
    SignOuts signOuts(
            Ground ground,
            Connections connections,
            SignOn signOn,
            OpenIdClient openId,
            SamlClient saml,
            Sessions sessions,
            Policies policies,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            ProviderSettings settings) {
        return new SignOuts(
                connections,
                ground.arrivals(),
                signOn,
                ground.names(),
                openId,
                saml,
                sessions,
                ground.sealing(),
                new WordLife(policies),
                audit,
                transactions,
                chance,
                clock,
                settings.heeds());
    }

    @Bean
    Elsewhere elsewhere(Ground ground, SignOn signOn, SignOuts signOuts, ProviderSettings settings) {
        return new ElsewhereDoor(signOn, signOuts, ground.connections(), ground.arrivals(), settings.heeds());
    }

    /// A token of somebody who comes by a provider opens what they could open themselves: while they are
    /// signed in.
    @Bean
    Voucher providerVoucher(Ground ground, ProviderSettings settings, Clock clock) {
        return (maker, customer) -> {
            if (!settings.heeds()) {
                return Voucher.Word.NOT_NEEDED;
            }
            ConnectionTable.Word word = ground.connections().word(maker, customer, clock.instant());
            if (!word.needed()) {
                return Voucher.Word.NOT_NEEDED;
            }
            return word.given() ? Voucher.Word.GIVEN : Voucher.Word.MISSING;
        };
    }

    @Bean
    SignOnRoutes signOnRoutes(
            Ground ground,
            SignOn signOn,
            SignOuts signOuts,
            Connections connections,
            SamlClient saml,
            RateLimits limits) {
        return new SignOnRoutes(signOn, signOuts, connections, saml, ground.names(), limits);
    }

    @Bean
    ProviderPages providerPages(
            Ground ground,
            Connections connections,
            EmailDomains domains,
            SignOn signOn,
            Memberships memberships,
            Accounts accounts,
            RateLimits limits) {
        return new ProviderPages(connections, domains, signOn, memberships, accounts, ground.names(), limits);
    }

    /// Twins stand on the same rows and differ in one thing: they heed no provider's word. Both ask a
    /// provider on the loopback address, by a way out that is theirs alone.
    @Bean
    ProviderDrill providerDrill(
            Ground ground,
            Memberships memberships,
            EmailDomains domains,
            Accounts accounts,
            Sessions sessions,
            Policies policies,
            Tokens tokens,
            SamlClient saml,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            ProviderSettings settings) {
        Function<Boolean, ProviderTarget> target = heeds -> {
            Fetch own = Fetch.open(new FetchSettings(true));
            OpenIdClient openId = new OpenIdClient(own, clock);
            Connections connections =
                    connections(ground, memberships, sessions, openId, saml, own, audit, transactions, ids, clock);
            SignOn signOn = signOn(
                    ground,
                    connections,
                    domains,
                    accounts,
                    memberships,
                    openId,
                    saml,
                    sessions,
                    policies,
                    audit,
                    transactions,
                    chance,
                    clock);
            ProviderSettings lab = new ProviderSettings(settings.keys(), heeds);
            SignOuts signOuts = signOuts(
                    ground,
                    connections,
                    signOn,
                    openId,
                    saml,
                    sessions,
                    policies,
                    audit,
                    transactions,
                    chance,
                    clock,
                    lab);
            return new ProviderTarget(
                    connections,
                    domains,
                    signOn,
                    signOuts,
                    elsewhere(ground, signOn, signOuts, lab),
                    sessions,
                    tokens,
                    accounts,
                    own::close);
        };
        return new ProviderDrill(() -> target.apply(settings.heeds()), () -> target.apply(false), chance, clock);
    }

    @Bean
    ProviderSweeper providerSweeper(SignOuts signOuts) {
        return new ProviderSweeper(signOuts);
    }
}
