package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's desk for invoices: who sells, what was issued, one by hand, one taken back.
@Controller
final class InvoiceDesk {
    private static final String PATH = "/invoices";

    private final Invoices invoices;
    private final Accounts accounts;
    private final Clock clock;

    InvoiceDesk(Invoices invoices, Accounts accounts, Clock clock) {
        this.invoices = invoices;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/invoices")
    ResponseEntity<byte[]> all(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        List<Document> documents = invoices.all(before, InvoiceRoutes.PAGE_SIZE);
        return page.show(
                "invoice/all",
                Map.of(
                        "documents", documents,
                        "next", InvoiceRoutes.next(documents),
                        "entities", invoices.entities()));
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/invoices/{invoice}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("invoice") String id) {
        return one(page, HttpStatus.OK, id, "");
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/invoices/{invoice}/paper")
    ResponseEntity<byte[]> paper(Page page, @PathVariable("invoice") String id) {
        return InvoiceRoutes.paper(invoices, invoices.get(id));
    }

    /// Takes back what is left of it.
    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/invoices/{invoice}/credit")
    ResponseEntity<byte[]> credit(Page page, @PathVariable("invoice") String id) {
        try {
            Document note = invoices.credit(
                    id, "credit/" + id, Optional.empty(), page.signedIn().actor());
            return page.see(PATH + "/" + note.id(), Flash.good("invoice.done.credited"));
        } catch (Refusal refusal) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, id, page.say(refusal));
        }
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/invoices/companies")
    ResponseEntity<byte[]> companies(Page page, @RequestParam(name = "change", defaultValue = "") String prefix) {
        EntityForm form = invoices.entities().stream()
                .filter(e -> e.prefix().equals(prefix))
                .findFirst()
                .map(EntityForm::of)
                .orElseGet(() -> new EntityForm(Map.of(), false, false));
        return companies(page, HttpStatus.OK, form, "");
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/invoices/companies")
    ResponseEntity<byte[]> put(Page page, @RequestParam MultiValueMap<String, String> typed) {
        EntityForm form = EntityForm.of(typed);
        try {
            invoices.put(
                    form.value("prefix").toUpperCase(Locale.ROOT),
                    form.seller(),
                    form.oneStop(),
                    form.trusting(),
                    page.signedIn().actor());
            return page.see(PATH + "/companies", Flash.good("invoice.done.company"));
        } catch (Refusal refusal) {
            return companies(page, HttpStatus.UNPROCESSABLE_CONTENT, form, page.say(refusal));
        }
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/customers/{customer}/invoices")
    ResponseEntity<byte[]> ofCustomer(
            Page page,
            @PathVariable("customer") String customer,
            @RequestParam(name = "before", defaultValue = "") String before) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), page.signedIn().zone());
        String cause = Long.toString(clock.millis());
        return ofCustomer(page, HttpStatus.OK, new CustomerId(customer), before, InvoiceForm.empty(cause, today), "");
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/customers/{customer}/invoices")
    ResponseEntity<byte[]> issue(
            Page page, @PathVariable("customer") String customer, @RequestParam MultiValueMap<String, String> typed) {
        CustomerId id = new CustomerId(customer);
        InvoiceForm form = InvoiceForm.typed(typed);
        try {
            Document issued = invoices.issue(form.wanted(id), page.signedIn().actor());
            return page.see(PATH + "/" + issued.id(), Flash.good("invoice.done.issued"));
        } catch (Refusal refusal) {
            return ofCustomer(page, HttpStatus.UNPROCESSABLE_CONTENT, id, "", form, page.say(refusal));
        }
    }

    private ResponseEntity<byte[]> one(Page page, HttpStatus status, String id, String problem) {
        Document document = invoices.get(id);
        return page.show(
                status,
                "invoice/one",
                Map.of(
                        "document",
                        document,
                        "content",
                        invoices.content(document),
                        "left",
                        document.creditNote() ? 0L : invoices.left(document),
                        "problem",
                        problem));
    }

    private ResponseEntity<byte[]> companies(Page page, HttpStatus status, EntityForm form, String problem) {
        return page.show(
                status, "invoice/companies", Map.of("entities", invoices.entities(), "form", form, "problem", problem));
    }

    private ResponseEntity<byte[]> ofCustomer(
            Page page, HttpStatus status, CustomerId id, String before, InvoiceForm form, String problem) {
        Customer customer = accounts.customer(id)
                .orElseThrow(() -> Refusal.notFound("customer-unknown", "There is no such customer."));
        List<Document> documents = invoices.of(id, before, InvoiceRoutes.PAGE_SIZE);
        return page.show(
                status,
                "invoice/customer",
                Map.of(
                        "customer", customer,
                        "documents", documents,
                        "next", InvoiceRoutes.next(documents),
                        "entities", invoices.entities(),
                        "form", form,
                        "problem", problem));
    }
}
