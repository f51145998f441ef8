package casemate.control.client;

import casemate.base.Ids;
import casemate.base.SealingKey;
import casemate.control.audit.Audit;
import casemate.control.crypto.Asset;
import casemate.control.crypto.AssetSource;
import casemate.control.field.ColumnSeal;
import casemate.control.field.Fields;
import casemate.control.field.SealedTable;
import casemate.control.instance.Instances;
import casemate.control.issuer.Introductions;
import casemate.control.issuer.IssuerKeys;
import casemate.control.issuer.Member;
import casemate.control.signin.Sessions;
import casemate.control.signin.SignedInFilter;
import casemate.control.web.Failures;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the provider of OpenID Connect.
@Configuration(proxyBeanMethods = false)
public class ClientRoom {
    private static final int P_256 = 256;

    @Bean
    ColumnSeal signingKeySeal(Fields fields, SealingKey before) {
        return new ColumnSeal(fields, "client.signing_key", before, id -> "client.signing_key.sealed/" + id);
    }

    @Bean
    SealedTable sealedSigningKeys(ColumnSeal signingKeySeal) {
        return signingKeySeal.table("client.signing_key", "sealed", "id", "id", SealedTable.PLATFORM);
    }

    @Bean
    AssetSource signingKeyAssets(JdbcClient jdbc) {
        SigningKeyTable table = new SigningKeyTable(jdbc);
        return () -> table.since(Instant.EPOCH).stream()
                .map(k -> Asset.key("sign-on.signing " + k.id(), "ECDSA", P_256, "sign-on", Optional.of(k.made())))
                .toList();
    }

    @Bean
    SigningKeys signingKeys(
            ColumnSeal signingKeySeal,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        return new SigningKeys(new SigningKeyTable(jdbc), signingKeySeal, transactions, ids, clock);
    }

    @Bean
    ClientSecrets clientSecrets(
            JdbcClient jdbc,
            Instances instances,
            IssuerKeys keys,
            Audit audit,
            TransactionTemplate transactions,
            Site site,
            Clock clock) {
        return new ClientSecrets(
                new SecretTable(jdbc), instances, keys, audit, transactions, site.origin(Shell.PORTAL), clock);
    }

    @Bean
    Clients clients(Instances instances, ClientSecrets secrets, Site site) {
        return new Clients(instances, secrets, site);
    }

    @Bean
    Farewell farewell(SigningKeys keys, Site site, Ids ids, Clock clock) {
        return new Farewell(encoder(keys), site.origin(Shell.PORTAL), site, ids, clock);
    }

    @Bean
    SignOns signOns(JdbcClient jdbc, Clients clients, Instances instances, Farewell farewell, Clock clock) {
        return new SignOns(new SignOnTable(jdbc), new CodeTable(jdbc), clients, instances, farewell, clock);
    }

    @Bean
    SignOnCodes signOnCodes(
            JdbcClient jdbc,
            Clients clients,
            Introductions introductions,
            SignOns signOns,
            Audit audit,
            TransactionTemplate transactions,
            Site site,
            Clock clock) {
        return new SignOnCodes(
                new CodeTable(jdbc),
                clients,
                introductions,
                signOns,
                audit,
                transactions,
                site.origin(Shell.PORTAL) + ClientGate.AUTHORIZE,
                clock);
    }

    private static NimbusJwtEncoder encoder(SigningKeys keys) {
        NimbusJwtEncoder encoder = new NimbusJwtEncoder(keys);
        encoder.setJwkSelector(keys::signer);
        return encoder;
    }

    /// Nobody shows tokens of ours to us: what Spring would read them for cannot be reached.
    @Bean
    JwtDecoder noTokensTaken() {
        return _ -> {
            throw new BadJwtException("no tokens are taken here");
        };
    }

    /// Before the portal's own gate, which would take these addresses for pages.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain openIdChain(
            HttpSecurity http,
            Clients clients,
            SignOnCodes codes,
            Introductions introductions,
            SigningKeys keys,
            SignedInFilter signedIn,
            Failures failures,
            Site site,
            Clock clock) {
        JwtGenerator idTokens = new JwtGenerator(encoder(keys));
        idTokens.setClock(clock);
        idTokens.setJwtCustomizer(ClientRoom::tell);
        OAuth2AccessTokenGenerator opaque = new OAuth2AccessTokenGenerator();
        opaque.setClock(clock);
        return new ClientGate(
                        clients,
                        codes,
                        new AuthorizeCheck(clients, introductions, clock),
                        new DelegatingOAuth2TokenGenerator(idTokens, opaque),
                        signedIn,
                        failures,
                        site.origin(Shell.PORTAL))
                .chain(http);
    }

    /// What the application learns of the person.
    private static void tell(JwtEncodingContext context) {
        Authentication person = context.getPrincipal();
        if (person == null || !(person.getPrincipal() instanceof Member member)) {
            throw new IllegalStateException("a token for nobody");
        }
        JwtClaimsSet.Builder claims = context.getClaims();
        claims.subject(member.subject());
        claims.claim("email", member.email());
        claims.claim("email_verified", true);
        claims.claim("name", member.name());
        claims.claim("locale", member.locale());
        claims.claim("roles", member.roles());
        claims.claim("sid", member.session());
        claims.claim("auth_time", member.since().getEpochSecond());
        claims.claims(all -> {
            if (all.get("iat") instanceof java.time.Instant issued) {
                all.put("exp", issued.plus(SigningKeys.TOKEN_LIFE));
            }
        });
    }

    @Bean
    ClientPages openIdPages(
            SigningKeys keys, Clients clients, SignOnCodes codes, IssuerKeys names, Sessions sessions, Site site) {
        String issuer = site.origin(Shell.PORTAL);
        return new ClientPages(keys, new Endings(clients, keys, names, sessions, issuer), codes, issuer);
    }

    @Bean
    ClientApi clientApi(ClientSecrets secrets, Instances instances) {
        return new ClientApi(secrets, instances);
    }

    @Bean
    ClientSweeper clientSweeper(SignOnCodes codes, SignOns signOns, ClientSecrets secrets) {
        return new ClientSweeper(codes, signOns, secrets);
    }
}
