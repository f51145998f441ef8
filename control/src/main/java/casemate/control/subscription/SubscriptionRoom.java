package casemate.control.subscription;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.CustomerEar;
import casemate.control.account.Details;
import casemate.control.account.Memberships;
import casemate.control.account.SeatRule;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.control.instance.OrderEar;
import casemate.control.mail.Mail;
import casemate.control.offer.Offers;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Words;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class SubscriptionRoom {
    private static final int AFTER_THE_OFFERS = 54;

    @Bean
    Reins subscriptionReins(Instances instances, JdbcClient jdbc, ObjectProvider<Erasure> erasures) {
        return new Reins(
                instances,
                new HistoryTable(jdbc),
                () -> erasures.orderedStream().toList());
    }

    @Bean
    Subscriptions subscriptions(
            JdbcClient jdbc,
            Offers offers,
            Policies policies,
            Regions regions,
            Memberships memberships,
            Reins reins,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new Subscriptions(
                new SubscriptionTable(jdbc),
                new HistoryTable(jdbc),
                offers,
                policies,
                regions,
                memberships,
                reins,
                audit,
                transactions,
                clock);
    }

    @Bean
    Sweep subscriptionSweep(
            JdbcClient jdbc,
            Accounts accounts,
            Policies policies,
            Regions regions,
            Mail mail,
            Words words,
            Site site,
            Reins reins,
            TransactionTemplate transactions) {
        return new Sweep(
                new SubscriptionTable(jdbc),
                new HistoryTable(jdbc),
                accounts,
                policies,
                regions,
                new Readers(mail, words, site),
                reins,
                transactions);
    }

    @Bean
    SweepWorker subscriptionWorker(Sweep sweep, Clock clock) {
        return new SweepWorker(sweep, clock);
    }

    @Bean
    Simulation subscriptionSimulation(JdbcClient jdbc, Policies policies, Regions regions, Clock clock) {
        return new Simulation(new SubscriptionTable(jdbc), policies, regions, clock);
    }

    @Bean
    CustomerEar subscriptionOfNewCustomers(ObjectProvider<Subscriptions> subscriptions) {
        return new CustomerEar() {
            @Override
            public void arrived(CustomerId customer, Details details, Optional<String> address, Actor actor) {
                subscriptions.getObject().begin(customer, actor);
            }

            @Override
            public void removed(CustomerId customer) {
                subscriptions.getObject().forget(customer);
            }

            @Override
            public void present(UserId person) {
                subscriptions.getObject().present(person);
            }
        };
    }

    @Bean
    OrderEar planOfInstances(ObjectProvider<Subscriptions> subscriptions) {
        return (customer, wish) -> subscriptions.getObject().ordering(customer, wish.memoryBytes());
    }

    @Bean
    SeatRule planOfPeople(ObjectProvider<Subscriptions> subscriptions) {
        return (customer, members) -> subscriptions
                .getObject()
                .allowance(customer)
                .filter(allowed -> members >= allowed.users())
                .ifPresent(allowed -> {
                    throw Refusal.conflict(
                            "plan-users",
                            "Your plan is for " + allowed.users()
                                    + " people; choose a larger one, or remove somebody.");
                });
    }

    @Bean
    PlanRoutes planRoutes(Subscriptions subscriptions, Offers offers, Regions regions) {
        return new PlanRoutes(subscriptions, offers, regions);
    }

    @Bean
    SubscriptionConsole subscriptionConsole(
            Subscriptions subscriptions, Simulation simulation, Offers offers, Regions regions, Clock clock) {
        return new SubscriptionConsole(subscriptions, simulation, offers, regions, clock);
    }

    @Bean
    ClockDrill.Ground clockGround(
            JdbcClient jdbc, Sweep sweep, Offers offers, Policies policies, Reins reins, Ids ids, Clock clock) {
        return new ClockDrill.Ground(new SubscriptionTable(jdbc), sweep, offers, policies, reins, ids, clock);
    }

    @Bean
    ClockDrill trialDrill(ClockDrill.Ground ground) {
        return ClockDrill.trial(ground);
    }

    @Bean
    ClockDrill cancelledDrill(ClockDrill.Ground ground) {
        return ClockDrill.cancelled(ground);
    }

    @Bean
    ClockDrill unpaidDrill(ClockDrill.Ground ground) {
        return ClockDrill.unpaid(ground);
    }

    @Bean
    ClockDrill freeDrill(ClockDrill.Ground ground) {
        return ClockDrill.free(ground);
    }

    @Bean
    NavEntry subscriptionsEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_OFFERS,
                "/subscriptions",
                "subscription.title",
                Permission.STAFF_BILLING_VIEW);
    }
}
