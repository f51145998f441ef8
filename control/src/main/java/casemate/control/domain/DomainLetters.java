package casemate.control.domain;

import casemate.control.account.Accounts;
import casemate.control.account.Kind;
import casemate.control.instance.Instance;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.util.List;
import java.util.Optional;

/// Writes to the customer when a domain of theirs stops leading here: they may not look at the page for a year.
final class DomainLetters {
    private final Accounts accounts;
    private final Mail mail;
    private final Site site;

    DomainLetters(Accounts accounts, Mail mail, Site site) {
        this.accounts = accounts;
        this.mail = mail;
        this.site = site;
    }

    /// In the transaction of the change.
    void changed(Instance instance, Claim before, Claim after) {
        if (before.state().equals("served") && after.state().equals("lost")) {
            write(instance, after, "domain.letter.lost");
        } else if (before.proven().isPresent() && after.proven().isEmpty()) {
            write(instance, after, "domain.letter.released");
        }
    }

    private void write(Instance instance, Claim claim, String words) {
        accounts.customer(instance.customer())
                .flatMap(customer -> accounts.find(Kind.CUSTOMER, customer.email()))
                .ifPresent(person -> mail.post(new Letter(
                        person.email().value(),
                        person.language(),
                        words,
                        Optional.of(site.origin(Shell.PORTAL) + "/instances/"
                                + instance.id().value() + DomainPages.TAB),
                        List.of(claim.host(), instance.host(), String.valueOf(Claim.GRACE.toHours())))));
    }
}
