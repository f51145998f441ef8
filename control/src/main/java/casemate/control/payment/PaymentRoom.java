package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.CustomerEar;
import casemate.control.account.Details;
import casemate.control.audit.Audit;
import casemate.control.invoice.Invoices;
import casemate.control.mail.Mail;
import casemate.control.offer.Offers;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.region.Residence;
import casemate.control.role.CanaryBrowser;
import casemate.control.signin.MachineGates;
import casemate.control.subscription.Subscriptions;
import casemate.control.testpayment.Shelf;
import casemate.control.web.Declarations;
import casemate.control.web.Failures;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.promise.LifecyclePromise.FailedPayment;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Period;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class PaymentRoom {
    /// Asked before the portal's own way in, under which it lies.
    private static final int BEFORE_THE_PORTAL = 10;

    private static final int AFTER_THE_HOST = Ordered.HIGHEST_PRECEDENCE + 1;

    private static final int AFTER_THE_INVOICES = 55;

    /// Where the policy promises nothing about failed payments.
    private static final Period UNPROMISED = Period.ofDays(14);

    @Bean
    Till till(PaymentSettings settings, JdbcClient jdbc, SecureRandom chance, Clock clock) {
        return Till.open(settings, Shelf.in(jdbc), chance, clock);
    }

    @Bean
    Charges.Books paymentBooks(JdbcClient jdbc) {
        return new Charges.Books(new ChargeTable(jdbc), new MeansTable(jdbc), new RefundTable(jdbc));
    }

    @Bean
    Letters paymentLetters(Mail mail, Accounts accounts, Site site) {
        return new Letters(mail, accounts, site);
    }

    @Bean
    PlanChanges planChanges(
            JdbcClient jdbc,
            Charges.Books books,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            Letters letters,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        RenewalTable renewals = new RenewalTable(jdbc);
        return new PlanChanges(
                new PlanChangeTable(jdbc),
                books,
                renewals,
                new Quotes(renewals, books.charges(), invoices, offers, subscriptions, clock),
                invoices,
                offers,
                subscriptions,
                letters,
                audit,
                transactions,
                ids,
                clock);
    }

    @Bean
    Renewals renewals(
            JdbcClient jdbc,
            Charges.Books books,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            PlanChanges changes,
            TransactionTemplate transactions,
            Clock clock) {
        return new Renewals(
                new RenewalTable(jdbc), books.charges(), invoices, offers, subscriptions, changes, transactions, clock);
    }

    @Bean
    ChargeDesk chargeDesk(
            Charges.Books books,
            Invoices invoices,
            Subscriptions subscriptions,
            Policies policies,
            Regions regions,
            PlanChanges changes,
            Letters letters,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return (provider, owed) -> new Charges(
                provider,
                books,
                subscriptions,
                owed.orElse(invoice -> invoices.left(invoices.get(invoice)) > 0),
                bound(policies, regions, subscriptions),
                changes,
                letters,
                audit,
                transactions,
                clock);
    }

    /// How long the policy in force goes on with somebody whose payment failed.
    private static Function<CustomerId, Period> bound(Policies policies, Regions regions, Subscriptions subscriptions) {
        return customer -> policies.policy()
                .flatMap(policy -> subscriptions
                        .of(customer)
                        .flatMap(standing -> regions.of(customer)
                                .map(Residence::region)
                                .flatMap(region -> policy.find(
                                        FailedPayment.class,
                                        standing.subscription().boundAs(),
                                        region))))
                .map(FailedPayment::suspend)
                .orElse(UNPROMISED);
    }

    @Bean
    PaymentWorks paymentWorks(
            Till till,
            ChargeDesk desk,
            Charges.Books books,
            JdbcClient jdbc,
            Letters letters,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return PaymentWorks.of(till, desk, books, new EventTable(jdbc), letters, audit, transactions, ids, clock);
    }

    @Bean
    PaymentWorker paymentWorker(
            Till till,
            PaymentWorks works,
            Renewals renewals,
            PlanChanges changes,
            ApplicationContext context,
            Clock clock) {
        return new PaymentWorker(works, renewals, changes, till.test(), () -> port(context), clock);
    }

    @Bean
    Wallet wallet(
            Till till,
            PaymentWorks works,
            Charges.Books books,
            Subscriptions subscriptions,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Wallet(
                till.provider(), books.means(), works.visits(), subscriptions, audit, transactions, ids, clock);
    }

    @Bean
    Payments payments(
            JdbcClient jdbc,
            Till till,
            Charges.Books books,
            Renewals renewals,
            Wallet wallet,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new Payments(
                till.provider(),
                books,
                new EventTable(jdbc),
                renewals,
                wallet,
                invoices,
                offers,
                subscriptions,
                audit,
                transactions,
                clock);
    }

    @Bean
    CustomerEar paymentOfCanaries(Charges.Books books) {
        return new CustomerEar() {
            @Override
            public void arrived(CustomerId customer, Details details, Optional<String> address, Actor actor) {
                // Nobody pays for anything yet.
            }

            @Override
            public void removed(CustomerId customer) {
                books.means().forget(customer);
                books.charges().remove(customer);
            }
        };
    }

    @Bean
    FilterRegistrationBean<CardNumberFilter> cardNumberFilter(Failures failures) {
        FilterRegistrationBean<CardNumberFilter> registration =
                new FilterRegistrationBean<>(new CardNumberFilter(failures));
        registration.setOrder(AFTER_THE_HOST);
        return registration;
    }

    @Bean
    CardDrill cardDrill(
            Accounts accounts,
            Payments payments,
            ObjectProvider<Declarations> declarations,
            ApplicationContext context,
            Site site,
            JdbcClient jdbc,
            PlatformTransactionManager manager,
            SecureRandom chance,
            Clock clock) {
        CardTraces traces = new CardTraces(jdbc, manager);
        Function<BiConsumer<CustomerId, String>, CardTarget> target = keeps -> new CardTarget(
                accounts,
                declarations.getObject().forms(),
                () -> new CanaryBrowser(port(context).orElse(0), Shell.PORTAL.label() + "." + site.domain(), chance),
                traces,
                payments.searched(),
                keeps);
        return new CardDrill(
                () -> target.apply((_, _) -> {}),
                // A form that keeps what was typed.
                () -> target.apply((customer, number) ->
                        accounts.change(customer, Details.typed(number, "", "", "", "", ""), CardTarget.DRILL)),
                chance,
                clock);
    }

    private static Optional<Integer> port(ApplicationContext context) {
        return context instanceof WebServerApplicationContext web
                ? Optional.ofNullable(web.getWebServer()).map(s -> s.getPort()).filter(p -> p > 0)
                : Optional.empty();
    }

    @Bean
    FailureDrill failureDrill(
            ChargeDesk desk,
            Charges.Books books,
            Accounts accounts,
            Subscriptions subscriptions,
            Offers offers,
            Mail mail,
            JdbcClient jdbc,
            SecureRandom chance,
            Ids ids,
            Clock clock) {
        Function<UnaryOperator<PaymentProvider>, FailureTarget> target =
                between -> new FailureTarget(desk, books, accounts, subscriptions, offers, mail, jdbc, between);
        return new FailureDrill(
                () -> target.apply(provider -> provider),
                () -> target.apply(SwallowingProvider::new),
                chance,
                ids,
                clock);
    }

    @Bean
    PaymentRoutes paymentRoutes(Payments payments, Wallet wallet, PlanChanges changes, Offers offers) {
        return new PaymentRoutes(payments, wallet, changes, offers);
    }

    @Bean
    PlanChangeRoutes planChangeRoutes(PlanChanges changes, Payments payments, PaymentRoutes all) {
        return new PlanChangeRoutes(changes, payments, all);
    }

    @Bean
    PaymentConsole paymentConsole(Payments payments) {
        return new PaymentConsole(payments);
    }

    @Bean
    NavEntry paymentsEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_INVOICES,
                "/payments",
                "payment.charges",
                Permission.STAFF_BILLING_VIEW);
    }

    @Bean
    WebhookRoutes webhookRoutes(PaymentWorks works) {
        return new WebhookRoutes(works.events());
    }

    @Bean
    @Order(BEFORE_THE_PORTAL)
    SecurityFilterChain webhookGate(MachineGates gates, HttpSecurity http) {
        // What counts is the signature on the body, which the route looks at.
        return gates.gate(http, "/*/payment/webhook", (request, response, chain) -> chain.doFilter(request, response));
    }
}
