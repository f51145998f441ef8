package casemate.control.offer;

import casemate.control.audit.Audit;
import casemate.control.policy.Policies;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class OfferRoom {
    private static final int AFTER_THE_CUSTOMERS = 52;

    @Bean
    Offers offers(JdbcClient jdbc, Policies policies, Audit audit, TransactionTemplate transactions, Clock clock) {
        Offers offers = new Offers(new OfferTable(jdbc), policies, audit, transactions, clock);
        offers.seed();
        return offers;
    }

    @Bean
    OfferRoutes offerRoutes(Offers offers) {
        return new OfferRoutes(offers);
    }

    @Bean
    OfferApi offerApi(Offers offers) {
        return new OfferApi(offers);
    }

    @Bean
    NavEntry offersEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_CUSTOMERS,
                "/offers",
                "offer.title",
                Permission.STAFF_BILLING_VIEW);
    }
}
