package casemate.control.step;

import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.factor.Factors;
import casemate.control.mail.Mail;
import casemate.control.role.Administrators;
import casemate.control.role.Roles;
import casemate.control.signin.Sessions;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class StepRoom {
    private static final int AFTER_THE_OPERATORS = 54;

    @Bean
    SecondSteps secondSteps(
            JdbcClient jdbc,
            Sessions sessions,
            Factors factors,
            LostFactors lost,
            Accounts accounts,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        return new SecondSteps(new HalfTable(jdbc), sessions, factors, lost, accounts, transactions, chance, clock);
    }

    @Bean
    Doorway doorway(SecondSteps steps, Sessions sessions) {
        return new Doorway(steps, sessions);
    }

    @Bean
    Codes codes(Factors factors, Accounts accounts) {
        return new Codes(factors, accounts);
    }

    @Bean
    StepRoutes stepRoutes(Doorway doorway, Factors factors, Codes codes, LostFactors lost, RateLimits limits) {
        return new StepRoutes(doorway, factors, codes, lost, limits);
    }

    @Bean
    SetUpRoutes setUpRoutes(Doorway doorway, Factors factors, Codes codes, RateLimits limits) {
        return new SetUpRoutes(doorway, factors, codes, limits);
    }

    @Bean
    StepUpRoutes stepUpRoutes(Doorway doorway, Sessions sessions, Factors factors, Codes codes, RateLimits limits) {
        return new StepUpRoutes(doorway, sessions, factors, codes, limits);
    }

    @Bean
    RequiredRoles requiredRoles(
            JdbcClient jdbc,
            Memberships memberships,
            Roles roles,
            Sessions sessions,
            Factors factors,
            Audit audit,
            TransactionTemplate transactions) {
        return new RequiredRoles(
                new RequiredRoleTable(jdbc), memberships, roles, sessions, factors, audit, transactions);
    }

    @Bean
    LostFactors lostFactors(
            JdbcClient jdbc,
            Administrators administrators,
            Memberships memberships,
            Roles roles,
            Accounts accounts,
            Factors factors,
            Sessions sessions,
            Audit audit,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Clock clock) {
        return new LostFactors(
                new LostTable(jdbc),
                administrators,
                memberships,
                roles,
                accounts,
                factors,
                sessions,
                audit,
                mail,
                site,
                transactions,
                clock);
    }

    @Bean
    LostRoutes lostRoutes(LostFactors lost) {
        return new LostRoutes(lost);
    }

    @Bean
    NavEntry lostEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_OPERATORS,
                "/lost-factors",
                "step.lost.title",
                Permission.STAFF_FACTOR_RESET);
    }

    @Bean
    RequiredRoleRoutes requiredRoleRoutes(RequiredRoles required, Roles roles) {
        return new RequiredRoleRoutes(required, roles);
    }

    @Bean
    FactorRoutes factorRoutes(Factors factors) {
        return new FactorRoutes(factors);
    }
}
