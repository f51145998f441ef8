package casemate.control.access;

import casemate.base.Ids;
import casemate.control.audit.Audit;
import casemate.control.instance.InstanceTab;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Permission;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class AccessRoom {
    private static final int AFTER_THE_OVERVIEW = 10;

    @Bean
    AccessTable accessTable(JdbcClient jdbc) {
        return new AccessTable(jdbc);
    }

    @Bean
    DeviceTable deviceTable(JdbcClient jdbc) {
        return new DeviceTable(jdbc);
    }

    @Bean
    Entrances entrances(
            Instances instances,
            AccessTable table,
            DeviceTable devices,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        return new Entrances(instances, table, devices, audit, transactions, ids, chance, clock);
    }

    @Bean
    EdgeWord edgeWordOnAccess(AccessTable table, DeviceTable devices, Audit audit, Instances instances) {
        return new EdgeWord(table, devices, audit, instances);
    }

    @Bean
    AccessSweeper accessSweeper(
            AccessTable table,
            DeviceTable devices,
            Instances instances,
            TransactionTemplate transactions,
            Clock clock) {
        return new AccessSweeper(table, devices, instances, transactions, clock);
    }

    @Bean
    AccessPages accessPages(Entrances entrances, Instances instances, InstanceTabs tabs, Clock clock) {
        return new AccessPages(entrances, instances, tabs, clock);
    }

    @Bean
    AccessApi accessApi(Entrances entrances, Instances instances) {
        return new AccessApi(entrances, instances);
    }

    @Bean
    InstanceTab accessTab() {
        return new InstanceTab(AFTER_THE_OVERVIEW, AccessPages.TAB, "access.title", Permission.ACCESS_VIEW);
    }
}
