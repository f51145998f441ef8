package casemate.control.gateway;

import casemate.control.account.Accounts;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class GatewayRoom {
    private static final int AFTER_INSTANCES = 12;

    @Bean
    Gateway gateway(JdbcClient jdbc, Instances instances, Clock clock, ObjectProvider<BanCount> bans) {
        return new Gateway(
                new GatewayTable(jdbc),
                instances,
                clock,
                () -> bans.stream().mapToLong(BanCount::inForce).sum());
    }

    @Bean
    CertificateAlarm certificateAlarm(JdbcClient jdbc, Accounts accounts, Mail mail, Site site, Clock clock) {
        return new CertificateAlarm(new AlarmTable(jdbc), accounts, mail, site, clock);
    }

    @Bean
    GatewaySweeper gatewaySweeper(Gateway gateway, CertificateAlarm alarm, TransactionTemplate transaction) {
        return new GatewaySweeper(gateway, alarm, transaction);
    }

    @Bean
    GatewayRoutes gatewayRoutes(Gateway gateway) {
        return new GatewayRoutes(gateway);
    }

    @Bean
    NavEntry consoleGateway() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.HOSTING,
                AFTER_INSTANCES,
                "/gateway",
                "gateway.title",
                Permission.STAFF_GATEWAY_VIEW);
    }
}
