package casemate.control.provision;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.provider.EmailDomains;
import casemate.control.role.Roles;
import casemate.control.scim.Discovery;
import casemate.control.signin.MachineGates;
import casemate.control.signin.Sessions;
import casemate.control.token.Tokens;
import casemate.control.token.Voucher;
import casemate.control.web.Failures;
import casemate.control.web.RateLimits;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ProvisionRoom {
    /// Asked before the portal's own way in, under which it lies.
    private static final int BEFORE_THE_PORTAL = 10;

    @Bean
    EntryTable entryTable(JdbcClient jdbc) {
        return new EntryTable(jdbc);
    }

    @Bean
    GroupTable directoryGroupTable(JdbcClient jdbc) {
        return new GroupTable(jdbc);
    }

    @Bean
    Directory directory(
            Accounts accounts, Memberships memberships, Sessions sessions, Tokens tokens, EmailDomains domains) {
        OwnDomains own = (customer, email) -> domains.of(customer).stream()
                .anyMatch(d -> d.verified() && email.value().endsWith("@" + d.domain()));
        return new Joining(accounts, memberships, sessions, tokens, own);
    }

    @Bean
    RoleOrder roleOrder(Roles roles) {
        return new RoleRanks(roles);
    }

    @Bean
    GroupRoles groupRoles(GroupTable groups, Directory directory, RoleOrder order) {
        return new GroupRoles(groups, directory, order);
    }

    @Bean
    People people(
            EntryTable table,
            GroupRoles roles,
            Directory directory,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new People(table, roles, directory, audit, transactions, ids, clock);
    }

    @Bean
    Groups directoryGroups(
            GroupTable table,
            EntryTable entries,
            GroupRoles roles,
            RoleOrder order,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Groups(table, entries, roles, order, audit, transactions, ids, clock);
    }

    @Bean
    Exchange exchange(Site site) {
        return new Exchange(site.origin(Shell.PORTAL) + "/scim/v2");
    }

    @Bean
    UserRoutes scimUserRoutes(People people, Exchange exchange) {
        return new UserRoutes(people, exchange);
    }

    @Bean
    GroupRoutes scimGroupRoutes(Groups groups, Exchange exchange) {
        return new GroupRoutes(groups, exchange);
    }

    @Bean
    DiscoveryRoutes scimDiscoveryRoutes(Exchange exchange) {
        return new DiscoveryRoutes(new Discovery(exchange.base()));
    }

    @Bean
    ProvisionPages provisionPages(Groups groups, RoleOrder order, Tokens tokens, Exchange exchange) {
        return new ProvisionPages(groups, order, tokens, exchange);
    }

    @Bean
    LeaverDrill leaverDrill(
            Accounts accounts,
            Sessions sessions,
            EntryTable table,
            GroupTable groups,
            RoleOrder order,
            Directory directory,
            People people,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        Directory deaf = new DeafDirectory(directory);
        People off = new People(table, new GroupRoles(groups, deaf, order), deaf, audit, transactions, ids, clock);
        return new LeaverDrill(
                () -> new LeaverTarget(accounts, people, sessions),
                () -> new LeaverTarget(accounts, off, sessions),
                chance,
                clock);
    }

    /// Whom a directory keeps, it takes out itself, and their tokens with them.
    @Bean
    Voucher directoryVoucher(EntryTable table) {
        return (maker, customer) -> table.keeps(customer, maker) ? Voucher.Word.GIVEN : Voucher.Word.NOT_NEEDED;
    }

    @Bean
    ScimFailures scimFailures() {
        return new ScimFailures();
    }

    @Bean
    @Order(BEFORE_THE_PORTAL)
    SecurityFilterChain scimGate(
            MachineGates gates, HttpSecurity http, Tokens tokens, RateLimits limits, Failures failures) {
        return gates.gate(http, "/portal/scim/**", new ScimGate(tokens, limits, failures));
    }
}
