package casemate.control.api;

import casemate.base.SealingKey;
import casemate.control.access.Entrances;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.export.Exports;
import casemate.control.instance.Instances;
import casemate.control.request.Requests;
import casemate.control.role.Roles;
import casemate.control.signin.MachineGates;
import casemate.control.token.Tokens;
import casemate.control.web.Failures;
import casemate.control.web.RateLimits;
import casemate.control.web.Shell;
import casemate.control.web.Site;
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
public class ApiRoom {
    /// Asked before the portal's own way in, under which it lies.
    private static final int BEFORE_THE_PORTAL = 11;

    @Bean
    Forms apiForms(Site site) {
        return new Forms(site);
    }

    @Bean
    Idempotency idempotency(JdbcClient jdbc, SealingKey seal, TransactionTemplate transactions, Clock clock) {
        return new Idempotency(new IdempotencyTable(jdbc), seal, transactions, clock);
    }

    @Bean
    AccountApi accountApi(Accounts accounts, Memberships memberships, Forms forms, Site site) {
        return new AccountApi(accounts, memberships, forms, new Description(site.origin(Shell.PORTAL)));
    }

    @Bean
    InstancesApi instancesApi(Instances instances, Idempotency idempotency, Forms forms) {
        return new InstancesApi(instances, idempotency, forms);
    }

    @Bean
    EntrancesApi entrancesApi(Entrances entrances) {
        return new EntrancesApi(entrances);
    }

    @Bean
    RolesApi rolesApi(Roles roles, Idempotency idempotency) {
        return new RolesApi(roles, idempotency);
    }

    @Bean
    RequestsApi requestsApi(Requests requests, Idempotency idempotency) {
        return new RequestsApi(requests, idempotency);
    }

    @Bean
    ExportsApi exportsApi(Exports exports) {
        return new ExportsApi(exports);
    }

    @Bean
    ActivityApi activityApi(Audit audit) {
        return new ActivityApi(audit);
    }

    @Bean
    @Order(BEFORE_THE_PORTAL)
    SecurityFilterChain apiGate(
            MachineGates gates, HttpSecurity http, Tokens tokens, RateLimits limits, Failures failures) {
        return gates.gate(http, "/portal/v1/**", new ApiGate(tokens, limits, failures));
    }
}
