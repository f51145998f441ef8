package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.account.Details;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import casemate.control.account.VatRegister;
import casemate.control.audit.Audit;
import casemate.control.field.Fields;
import casemate.control.field.SealedTable;
import casemate.control.mail.Mail;
import casemate.control.policy.Policies;
import casemate.control.web.Language;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Words;
import casemate.promise.LifecyclePromise.InvoiceRetention;
import casemate.vault.Vault;
import java.time.Clock;
import java.time.Period;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class InvoiceRoom {
    private static final int AFTER_THE_OFFERS = 54;
    /// What the strictest of the member states wants; a policy may promise otherwise.
    private static final Period BY_LAW = Period.ofYears(10);

    @Bean
    SealedTable sealedInvoiceContent() {
        return SealedPapers.contents();
    }

    @Bean
    SealedTable sealedInvoicePapers() {
        return SealedPapers.papers();
    }

    @Bean
    InvoiceTable invoiceTable(JdbcClient jdbc) {
        return new InvoiceTable(jdbc);
    }

    @Bean
    SealedPapers sealedPapers(InvoiceTable table, Vault vault, Words words, Clock clock) {
        return new SealedPapers(table, Fields.of(vault), new PaperMaker(words), clock);
    }

    @Bean
    Invoices invoices(
            InvoiceTable table,
            Accounts accounts,
            VatRegister register,
            Policies policies,
            SealedPapers papers,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Invoices(
                table,
                id -> buyer(accounts, id),
                register,
                () -> policies.policy()
                        .flatMap(p -> p.find(InvoiceRetention.class))
                        .map(InvoiceRetention::keep)
                        .orElse(BY_LAW),
                papers,
                audit,
                transactions,
                ids,
                clock);
    }

    @Bean
    PaperWorker paperWorker(
            InvoiceTable table,
            SealedPapers papers,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Clock clock) {
        return new PaperWorker(table, papers, mail, site, transactions, clock);
    }

    @Bean
    KeepingDrill keepingDrill(
            InvoiceTable table,
            Invoices invoices,
            Policies policies,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new KeepingDrill(table, invoices, policies, transactions, ids, clock);
    }

    @Bean
    InvoiceRoutes invoiceRoutes(Invoices invoices) {
        return new InvoiceRoutes(invoices);
    }

    @Bean
    InvoiceDesk invoiceDesk(Invoices invoices, Accounts accounts, Clock clock) {
        return new InvoiceDesk(invoices, accounts, clock);
    }

    @Bean
    NavEntry invoicesEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_OFFERS,
                "/invoices",
                "invoice.title",
                Permission.STAFF_BILLING_VIEW);
    }

    private static Buyer buyer(Accounts accounts, CustomerId id) {
        Customer customer = accounts.customer(id)
                .filter(Customer::readable)
                .orElseThrow(() -> Refusal.notFound("customer-unknown", "There is no such customer."));
        Details told = customer.details();
        String name =
                told.company().or(told::contactName).orElse(customer.email().value());
        return new Buyer(
                id,
                name,
                told.contactName(),
                told.address(),
                told.postcode(),
                told.country()
                        .orElseThrow(() -> Refusal.invalid(
                                "invoice-country-missing",
                                "The customer has not said in which country it is; without that no VAT is right.")),
                told.vatNumber(),
                customer.email().value(),
                accounts.find(Kind.CUSTOMER, customer.email())
                        .map(Person::language)
                        .orElse(Language.EN));
    }
}
