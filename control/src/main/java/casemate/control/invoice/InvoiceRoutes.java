package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// A customer's own invoices and credit notes.
@Controller
final class InvoiceRoutes {
    static final int PAGE_SIZE = 50;

    private final Invoices invoices;

    InvoiceRoutes(Invoices invoices) {
        this.invoices = invoices;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/portal/account/invoices")
    ResponseEntity<byte[]> list(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        List<Document> documents = invoices.of(own(page), before, PAGE_SIZE);
        return page.show("invoice/own", Map.of("documents", documents, "next", next(documents)));
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/portal/account/invoices/{invoice}")
    ResponseEntity<byte[]> paper(Page page, @PathVariable("invoice") String id) {
        return paper(invoices, invoices.get(own(page), id));
    }

    static String next(List<Document> documents) {
        return documents.size() == PAGE_SIZE ? documents.getLast().id() : "";
    }

    static ResponseEntity<byte[]> paper(Invoices invoices, Document document) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/pdf")
                .header("Content-Disposition", "attachment; filename=\"" + document.file() + "\"")
                .header("Cache-Control", "no-store")
                .body(invoices.paper(document));
    }

    private static CustomerId own(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }
}
