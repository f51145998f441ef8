package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.invoice.Amounts;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.offer.Offer;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;

/// Writes to those who own a customer about its payments, and to the operators about disputes.
final class Letters {
    private static final String PAGE = "/account/payment";

    private final Mail mail;
    private final Accounts accounts;
    private final Site site;

    Letters(Mail mail, Accounts accounts, Site site) {
        this.mail = mail;
        this.accounts = accounts;
        this.site = site;
    }

    /// @return how many were written to
    int failed(Charge charge) {
        List<Person> owners = accounts.owners(List.of(charge.customer())).getOrDefault(charge.customer(), List.of());
        String words = charge.state() == ChargeState.WANTS_CUSTOMER ? "payment.mail.confirm" : "payment.mail.failed";
        owners.forEach(owner -> mail.post(new Letter(
                owner.email().value(),
                owner.language(),
                words,
                Optional.of(site.origin(Shell.PORTAL) + PAGE),
                List.of(charge.title(), Amounts.say(charge.amount(), charge.currency(), owner.language())))));
        return owners.size();
    }

    /// About the plan that somebody has, or wants.
    ///
    /// @param key of the words, which name the plan and a day
    void plan(CustomerId customer, String key, Offer plan, LocalDate day) {
        accounts.owners(List.of(customer))
                .getOrDefault(customer, List.of())
                .forEach(owner -> mail.post(new Letter(
                        owner.email().value(),
                        owner.language(),
                        key,
                        Optional.of(site.origin(Shell.PORTAL) + PAGE),
                        List.of(
                                plan.title(owner.language()),
                                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                                        .withLocale(owner.language().locale())
                                        .format(day)))));
    }

    void disputed(Dispute dispute, Optional<CustomerId> customer) {
        accounts.operators()
                .forEach(operator -> mail.post(new Letter(
                        operator.email().value(),
                        operator.language(),
                        "payment.mail.dispute",
                        Optional.of(site.origin(Shell.CONSOLE) + "/payments"),
                        List.of(
                                Amounts.say(dispute.amount(), dispute.currency(), operator.language()),
                                customer.map(CustomerId::value).orElse("–")))));
    }
}
