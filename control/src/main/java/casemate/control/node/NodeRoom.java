package casemate.control.node;

import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.instance.Hosts;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.replica.Replicas;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
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
public class NodeRoom {
    private static final int AFTER_STANDBYS = 35;

    @Bean
    NodeTable nodeTable(JdbcClient jdbc) {
        return new NodeTable(jdbc);
    }

    @Bean
    Nodes nodes(
            NodeTable table,
            Instances instances,
            Hosts hosts,
            Replicas replicas,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        return new Nodes(table, instances, hosts, replicas, audit, transactions, chance, clock);
    }

    @Bean
    NodeViews nodeViews(Nodes nodes, Instances instances, Hosts hosts, Replicas replicas, Clock clock) {
        return new NodeViews(nodes, instances, hosts, replicas, clock);
    }

    @Bean
    NodeWatch nodeWatch(
            NodeTable table,
            Nodes nodes,
            Instances instances,
            Accounts accounts,
            Mail mail,
            Site site,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        NodeWatch.Letters letters = new NodeWatch.Letters(accounts, mail, site);
        return new NodeWatch(table, nodes, instances, letters, audit, transactions, clock);
    }

    @Bean
    NodePages nodePages(Nodes nodes, NodeViews views) {
        return new NodePages(nodes, views);
    }

    @Bean
    NodeApi nodeApi(Nodes nodes, NodeViews views) {
        return new NodeApi(nodes, views);
    }

    @Bean
    NavEntry consoleNodes() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.HOSTING,
                AFTER_STANDBYS,
                NodePages.PATH,
                "node.title",
                Permission.STAFF_NODE_VIEW);
    }

    @Bean
    NodeExchange nodeExchange(Nodes nodes, Instances instances, Replicas replicas) {
        return new NodeExchange(nodes, instances, replicas);
    }
}
