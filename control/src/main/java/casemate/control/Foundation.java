package casemate.control;

import casemate.base.Ids;
import casemate.base.SealingKey;
import casemate.control.dns.DnsSettings;
import casemate.control.domain.DomainSettings;
import casemate.control.erasure.ErasureSettings;
import casemate.control.factor.FactorSettings;
import casemate.control.fetch.FetchSettings;
import casemate.control.field.FieldSettings;
import casemate.control.instance.InstanceSettings;
import casemate.control.issuer.IssuerSettings;
import casemate.control.mail.MailSettings;
import casemate.control.password.PasswordSettings;
import casemate.control.payment.PaymentSettings;
import casemate.control.place.PlaceSettings;
import casemate.control.policy.PolicySettings;
import casemate.control.provider.ProviderSettings;
import casemate.control.saml.SamlSettings;
import casemate.control.signin.ApiToken;
import casemate.control.spam.SpamSettings;
import casemate.control.vies.ViesSettings;
import casemate.control.web.Site;
import casemate.ledger.Ledger;
import casemate.promise.PromiseId;
import casemate.vault.Vault;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What every room stands on: clock, ids, database, and each room's own part of the configuration.
@Configuration(proxyBeanMethods = false)
class Foundation {
    private static final PromiseId PASSWORDS_NEVER_STORED = new PromiseId("ACC-2");
    private static final PromiseId ERASED_ON_REQUEST = new PromiseId("ACC-7");
    private static final PromiseId SECOND_FACTOR = new PromiseId("ACC-5");
    private static final PromiseId SPAM_DETECTED = new PromiseId("EDG-7");

    /// In the directory of what the operator has loaded.
    private static final String LEAKED = "leaked-passwords";

    private static final String PLACES = "places.mmdb";

    private static final String SEALING_KEY = "sealing.key";

    private static final PromiseId PROVIDERS_HEEDED = new PromiseId("ACC-3");

    /// A transaction takes milliseconds: sixteen serve thousands of them a second, and PostgreSQL pays
    /// memory for each.
    private static final int CONNECTIONS = 16;

    /// Waiting longer than this for a connection means that the database is gone: say so.
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    @Bean
    Clock clock(ControlConfig config) {
        return config.clock();
    }

    @Bean
    SecureRandom chance() {
        return new SecureRandom();
    }

    @Bean
    Ids ids(Clock clock, SecureRandom chance) {
        return new Ids(clock, chance);
    }

    @Bean
    HikariDataSource dataSource(ControlConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("control");
        pool.setJdbcUrl(config.jdbcUrl());
        pool.setUsername(config.runtime().user());
        pool.setPassword(config.runtime().password().revealText());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        return new HikariDataSource(pool);
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    TransactionTemplate transactions(PlatformTransactionManager manager) {
        return new TransactionTemplate(manager);
    }

    /// Opened by the assembly, and closed by it.
    @Bean(destroyMethod = "")
    Ledger ledger(ControlConfig config) {
        return config.ledger();
    }

    @Bean
    Site site(ControlConfig config) {
        return new Site(config.domain(), config.edge(), config.port(), config.languages());
    }

    @Bean
    MailSettings mailSettings(ControlConfig config) {
        return new MailSettings(config.relay());
    }

    @Bean
    SpamSettings spamSettings(ControlConfig config) {
        Outside outside = config.outside();
        return new SpamSettings(!config.switchedOff().contains(SPAM_DETECTED), outside.rspamd(), outside.throwaway());
    }

    @Bean
    ViesSettings viesSettings(ControlConfig config) {
        return new ViesSettings(config.outside().vies());
    }

    @Bean
    PaymentSettings paymentSettings(ControlConfig config) {
        return config.outside().payment();
    }

    @Bean
    DnsSettings dnsSettings(ControlConfig config) {
        return new DnsSettings(config.outside().names());
    }

    @Bean
    DomainSettings domainSettings(ControlConfig config) {
        return new DomainSettings(config.outside().addresses(), config.outside().certificates());
    }

    @Bean
    PasswordSettings passwordSettings(ControlConfig config) {
        return new PasswordSettings(
                !config.switchedOff().contains(PASSWORDS_NEVER_STORED),
                config.outside().lists().map(d -> d.resolve(LEAKED)));
    }

    @Bean
    PlaceSettings placeSettings(ControlConfig config) {
        return new PlaceSettings(config.outside().lists().map(d -> d.resolve(PLACES)));
    }

    /// Seals what must be read again, such as the secrets of second factors.
    @Bean
    SealingKey sealingKey(ControlConfig config, SecureRandom chance) {
        return SealingKey.open(config.keys().resolve(SEALING_KEY), chance);
    }

    @Bean
    FactorSettings factorSettings(ControlConfig config) {
        return new FactorSettings(!config.switchedOff().contains(SECOND_FACTOR));
    }

    @Bean
    ErasureSettings erasureSettings(ControlConfig config) {
        return new ErasureSettings(!config.switchedOff().contains(ERASED_ON_REQUEST));
    }

    @Bean
    FetchSettings fetchSettings(ControlConfig config) {
        return new FetchSettings(config.outside().privateProviders());
    }

    @Bean
    SamlSettings samlSettings(ControlConfig config) {
        return new SamlSettings(config.keys());
    }

    @Bean
    ProviderSettings providerSettings(ControlConfig config) {
        return new ProviderSettings(config.keys(), !config.switchedOff().contains(PROVIDERS_HEEDED));
    }

    @Bean
    InstanceSettings instanceSettings(ControlConfig config, Site site) {
        return new InstanceSettings(config.keys(), site, Control.AGENT);
    }

    /// Wrapped keys of customers lie beside the other keys. Root keys and what unlocks them do so too,
    /// until an operator names a key service.
    @Bean
    Vault vault(ControlConfig config, SecureRandom chance, Clock clock) {
        return VaultFiles.open(config.keys(), config.outside().keys(), chance, clock);
    }

    @Bean
    FieldSettings fieldSettings(ControlConfig config) {
        return new FieldSettings(config.outside().keys().isPresent() && VaultFiles.hasRootKeys(config.keys()));
    }

    @Bean
    IssuerSettings issuerSettings(ControlConfig config) {
        return new IssuerSettings(config.keys());
    }

    @Bean
    PolicySettings policySettings(ControlConfig config) {
        return new PolicySettings(config.switchedOff());
    }

    @Bean
    ApiToken apiToken(ControlConfig config) {
        return ApiToken.of(config.apiToken());
    }
}
