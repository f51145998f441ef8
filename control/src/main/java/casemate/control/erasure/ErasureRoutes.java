package casemate.control.erasure;

import casemate.base.Refusal;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// How far a customer's own erasure is, for as long as anybody of it can look.
@Controller
final class ErasureRoutes {
    private final Erasures erasures;

    ErasureRoutes(Erasures erasures) {
        this.erasures = erasures;
    }

    @Needs(Permission.CUSTOMER_VIEW)
    @GetMapping("/portal/account/erasure")
    ResponseEntity<byte[]> progress(Page page) {
        ErasureCase begun = page.signedIn()
                .customer()
                .flatMap(erasures::of)
                .orElseThrow(() -> Refusal.notFound("erasure-unknown", "There is no such erasure."));
        return page.show("erasure/progress", Map.of("erasure", begun, "steps", erasures.steps(begun.id())));
    }
}
