package casemate.control.node;

import casemate.control.audit.Audit;
import casemate.control.instance.Hosts;
import casemate.control.instance.Instances;
import casemate.control.replica.Replicas;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class NodeRoom {
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
    NodeExchange nodeExchange(Nodes nodes, Instances instances, Replicas replicas) {
        return new NodeExchange(nodes, instances, replicas);
    }
}
