package casemate.control.region;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.control.account.CustomerEar;
import casemate.control.account.Details;
import casemate.control.audit.Audit;
import casemate.control.instance.OrderEar;
import casemate.control.place.Places;
import casemate.control.policy.Policies;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class RegionRoom {
    @Bean
    Regions regions(
            JdbcClient jdbc,
            Policies policies,
            Places places,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new Regions(new RegionTable(jdbc), policies, places, audit, transactions, clock);
    }

    @Bean
    CustomerEar regionOfNewCustomers(Regions regions) {
        return new CustomerEar() {
            @Override
            public void arrived(CustomerId customer, Details details, Optional<String> address, Actor actor) {
                regions.begin(customer, details, address);
            }

            @Override
            public void removed(CustomerId customer) {
                regions.forget(customer);
            }
        };
    }

    @Bean
    OrderEar regionOfInstances(Regions regions) {
        return (customer, wish) -> regions.fix(customer, wish.agent());
    }
}
