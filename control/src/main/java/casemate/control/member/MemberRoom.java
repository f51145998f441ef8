package casemate.control.member;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.account.SeatRule;
import casemate.control.audit.Audit;
import casemate.control.factor.Factors;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class MemberRoom {
    private static final int AFTER_THE_CUSTOMERS = 52;

    @Bean
    ActingRoutes actingRoutes(Accounts accounts, Memberships memberships, Sessions sessions, Factors factors) {
        return new ActingRoutes(accounts, memberships, sessions, factors);
    }

    @Bean
    Members members(
            JdbcClient jdbc,
            Memberships memberships,
            Accounts accounts,
            Roles roles,
            Sessions sessions,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            Site site) {
        return new Members(
                memberships, accounts, roles, sessions, new InvitationTable(jdbc), audit, mail, transactions, site);
    }

    @Bean
    Invitations invitations(
            JdbcClient jdbc,
            Accounts accounts,
            Memberships memberships,
            Members members,
            Roles roles,
            Audit audit,
            Mail mail,
            RateLimits limits,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site,
            ObjectProvider<SeatRule> seats) {
        return new Invitations(
                new InvitationTable(jdbc),
                accounts,
                memberships,
                members,
                roles,
                audit,
                mail,
                limits,
                transactions,
                ids,
                chance,
                clock,
                site,
                () -> seats.orderedStream().toList());
    }

    @Bean
    EmailChanges emailChanges(
            JdbcClient jdbc,
            Accounts accounts,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site) {
        return new EmailChanges(new EmailChangeTable(jdbc), accounts, audit, mail, transactions, chance, clock, site);
    }

    @Bean
    MemberRoutes memberRoutes(Members members, Invitations invitations, Roles roles, Instances instances) {
        return new MemberRoutes(members, invitations, roles, instances);
    }

    @Bean
    InvitationRoutes invitationRoutes(Invitations invitations, Sessions sessions, RateLimits limits) {
        return new InvitationRoutes(invitations, sessions, limits);
    }

    @Bean
    ImportApi importApi(Accounts accounts) {
        return new ImportApi(accounts);
    }

    @Bean
    YouRoutes youRoutes(Accounts accounts, EmailChanges changes) {
        return new YouRoutes(accounts, changes);
    }

    @Bean
    StaffRoutes staffRoutes(Accounts accounts, Invitations invitations, Roles roles, Sessions sessions) {
        return new StaffRoutes(accounts, invitations, roles, sessions);
    }

    @Bean
    NavEntry operatorsEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_CUSTOMERS,
                "/operators",
                "member.operators",
                Permission.STAFF_OPERATOR_VIEW);
    }
}
