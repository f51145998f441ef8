package casemate.control.domain;

import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.dns.Dns;
import casemate.control.instance.InstanceTab;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class DomainRoom {
    private static final int AFTER_ACCESS = 15;

    @Bean
    ClaimTable claimTable(JdbcClient jdbc) {
        return new ClaimTable(jdbc);
    }

    @Bean
    Domains domains(
            ClaimTable table,
            Dns dns,
            DomainSettings settings,
            Instances instances,
            Accounts accounts,
            Mail mail,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site) {
        return new Domains(
                table,
                new DomainCheck(dns, settings.addresses()),
                instances,
                new DomainLetters(accounts, mail, site),
                audit,
                transactions,
                chance,
                clock,
                site.domain());
    }

    @Bean
    DomainSweeper domainSweeper(
            ClaimTable table, Domains domains, Instances instances, TransactionTemplate transactions, Clock clock) {
        return new DomainSweeper(table, domains, instances, transactions, clock);
    }

    @Bean
    DomainPages domainPages(
            Domains domains, Instances instances, InstanceTabs tabs, RateLimits limits, DomainSettings settings) {
        return new DomainPages(domains, instances, tabs, limits, settings);
    }

    @Bean
    DomainApi domainApi(Domains domains, Instances instances) {
        return new DomainApi(domains, instances);
    }

    @Bean
    InstanceTab domainTab() {
        return new InstanceTab(AFTER_ACCESS, DomainPages.TAB, "domain.title", Permission.ACCESS_VIEW);
    }
}
