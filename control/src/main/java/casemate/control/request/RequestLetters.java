package casemate.control.request;

import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.account.Person;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.role.Administrators;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells everybody who looks after an account what was asked of it, each in their own language: nobody has it emptied
/// or
/// copied behind the others' backs.
final class RequestLetters {
    private final Accounts accounts;
    private final Administrators administrators;
    private final Mail mail;
    private final Site site;

    RequestLetters(Accounts accounts, Administrators administrators, Mail mail, Site site) {
        this.accounts = accounts;
        this.administrators = administrators;
        this.mail = mail;
        this.site = site;
    }

    void asked(DataRequest request) {
        tell(request, "asked");
    }

    void cancelled(DataRequest request) {
        tell(request, "cancelled");
    }

    /// To whoever is still there.
    void done(DataRequest request) {
        tell(request, "done");
    }

    private void tell(DataRequest request, String what) {
        Optional<Person> asker = accounts.person(request.asker());
        String about = request.customer().map(this::name).orElseGet(() -> address(request.asker()));
        Set<Person> told = new LinkedHashSet<>();
        asker.ifPresent(told::add);
        request.customer()
                .map(administrators::of)
                .or(() -> asker.map(administrators::of))
                .ifPresent(told::addAll);
        told.forEach(person -> mail.post(new Letter(
                person.email().value(),
                person.language(),
                "request.letter." + what + "." + request.kind().code(),
                Optional.of(site.origin(Shell.PORTAL) + "/account/requests"),
                List.of(about, address(request.asker()), date(request.ripe(), person), date(request.due(), person)))));
    }

    private String name(casemate.base.CustomerId customer) {
        Optional<Customer> found = accounts.customer(customer);
        return found.flatMap(c -> c.details().company())
                .or(() -> found.map(Customer::email).map(Object::toString))
                .orElse(customer.value());
    }

    private String address(UserId person) {
        return accounts.person(person).map(p -> p.email().value()).orElse(person.value());
    }

    private static String date(Instant at, Person reader) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(reader.language().locale())
                .withZone(reader.zone())
                .format(at);
    }
}
