package casemate.control.account;

import casemate.base.Ids;
import casemate.control.audit.Audit;
import casemate.control.field.Fields;
import casemate.control.field.SealedTable;
import casemate.control.inventory.Inventory;
import casemate.control.mail.Mail;
import casemate.control.password.EvenPace;
import casemate.control.password.Passwords;
import casemate.control.password.Verifiers;
import casemate.control.policy.Policies;
import casemate.control.spam.RefusedForms;
import casemate.control.spam.SpamCheck;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.promise.CryptographyPromise.FieldEncryption;
import casemate.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class AccountRoom {
    private static final int AFTER_THE_INSTANCES = 50;

    @Bean
    Store accountStore(JdbcClient jdbc, Fields fields) {
        return Store.in(jdbc, "account", fields);
    }

    @Bean
    SealedTable sealedCustomers() {
        return SealedDetails.customers();
    }

    @Bean
    SealedTable sealedSignUps() {
        return SealedDetails.signUps();
    }

    @Bean
    Accounts accounts(
            Store store,
            Verifiers verifiers,
            Passwords passwords,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock,
            ObjectProvider<CustomerEar> ears) {
        return new Accounts(
                store,
                verifiers,
                passwords,
                audit,
                transactions,
                ids,
                clock,
                () -> ears.orderedStream().toList());
    }

    @Bean
    Memberships memberships(
            Store store, TransactionTemplate transactions, Clock clock, ObjectProvider<RightsEar> ears) {
        return new Memberships(
                store.members(),
                store.persons(),
                transactions,
                clock,
                () -> ears.orderedStream().toList());
    }

    @Bean
    SignUps signUps(
            Store store,
            Verifiers verifiers,
            Passwords passwords,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site,
            ObjectProvider<CustomerEar> ears) {
        return new SignUps(
                store,
                verifiers,
                passwords,
                audit,
                mail,
                transactions,
                ids,
                chance,
                clock,
                site,
                () -> ears.orderedStream().toList());
    }

    @Bean
    SignUpRoutes signUpRoutes(SignUps signUps, RateLimits limits, SpamCheck spam, RefusedForms refused) {
        return new SignUpRoutes(signUps, limits, new EvenPace(), spam, refused);
    }

    @Bean
    SpamDrill spamDrill(
            DataSource dataSource,
            Store store,
            SpamCheck spam,
            SignUps signUps,
            RateLimits limits,
            Mail mail,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site) {
        PasswordTwin twin = new PasswordTwin(dataSource, mail, store.fields(), ids, chance, clock, site);
        return new SpamDrill(
                () -> new SpamTarget(
                        spam, signUps, email -> store.signups().count(email) > 0, mail::withdrawLike, () -> {}),
                () -> twin.withoutSpamCheck(SpamCheck.off(limits, chance, clock)),
                chance);
    }

    @Bean
    AccountRoutes accountRoutes(Accounts accounts, RefusedForms refused, VatRegister register) {
        return new AccountRoutes(accounts, refused, register);
    }

    @Bean
    PasswordDrill passwordDrill(
            DataSource dataSource,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Store store,
            Accounts accounts,
            SignUps signUps,
            Mail mail,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site) {
        PasswordsAtRest rest = new PasswordsAtRest(jdbc, transactions, false);
        return new PasswordDrill(
                () -> new PasswordTarget(signUps, accounts, rest, mail::withdrawLike, () -> {}),
                new PasswordTwin(dataSource, mail, store.fields(), ids, chance, clock, site),
                chance);
    }

    @Bean
    SignUpDrill signUpDrill(
            DataSource dataSource,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Store store,
            Accounts accounts,
            SignUps signUps,
            Inventory inventory,
            Mail mail,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site) {
        PasswordsAtRest rest = new PasswordsAtRest(jdbc, transactions, false);
        PasswordTwin twin = new PasswordTwin(dataSource, mail, store.fields(), ids, chance, clock, site);
        return new SignUpDrill(
                () -> new SignUpTarget(signUps, accounts, rest, mail::withdrawLike, () -> {}),
                twin::keepingMore,
                inventory,
                chance);
    }

    @Bean
    FieldDrill fieldDrill(
            DataSource dataSource,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Store store,
            Vault vault,
            Policies policies,
            Accounts accounts,
            SignUps signUps,
            Mail mail,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site) {
        SignUpTarget people = new SignUpTarget(
                signUps, accounts, new PasswordsAtRest(jdbc, transactions, false), mail::withdrawLike, () -> {});
        return new FieldDrill(
                () -> new FieldTarget(
                        people,
                        new FieldsAtRest(jdbc, "account"),
                        Optional.of(vault),
                        () -> policies.policy()
                                .flatMap(p -> p.find(FieldEncryption.class))
                                .map(FieldEncryption::keys)),
                new PasswordTwin(dataSource, mail, store.fields(), ids, chance, clock, site)::inClear,
                chance);
    }

    @Bean
    NavEntry accountEntry() {
        return new NavEntry(Shell.PORTAL, NavGroup.OWN, AFTER_THE_INSTANCES, "/account", "account.title");
    }

    @Bean
    NavEntry customersEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_INSTANCES,
                "/customers",
                "account.customers",
                Permission.STAFF_CUSTOMER_VIEW);
    }
}
