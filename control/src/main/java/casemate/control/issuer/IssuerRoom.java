package casemate.control.issuer;

import casemate.base.Ids;
import casemate.control.access.Entrances;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.control.signin.Elsewhere;
import casemate.control.signin.Sessions;
import casemate.control.web.RateLimits;
import casemate.control.web.Site;
import casemate.wire.SnapshotKey;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class IssuerRoom {
    @Bean
    IssuerKeys issuerKeys(IssuerSettings settings, SecureRandom chance) {
        return IssuerKeys.open(settings.keys(), chance);
    }

    @Bean
    Introductions introductions(IssuerKeys keys) {
        return new Introductions(keys);
    }

    @Bean
    PassTable passTable(JdbcClient jdbc) {
        return new PassTable(jdbc);
    }

    @Bean
    Passes passes(
            Instances instances,
            Entrances entrances,
            Sessions sessions,
            PassTable table,
            Introductions introductions,
            SnapshotKey key,
            Audit audit,
            TransactionTemplate transactions,
            Site site,
            Ids ids,
            Clock clock) {
        return new Passes(
                instances, entrances, sessions, table, introductions, key, audit, transactions, site, ids, clock);
    }

    @Bean
    PassWord passWord(PassTable table, IssuerKeys keys) {
        return new PassWord(table, keys);
    }

    @Bean
    PassPages passPages(Passes passes, RateLimits limits, ObjectProvider<Elsewhere> elsewhere) {
        return new PassPages(passes, limits, () -> elsewhere.getIfAvailable(() -> Elsewhere.NOWHERE));
    }

    @Bean
    PassSweeper passSweeper(Passes passes) {
        return new PassSweeper(passes);
    }
}
