package casemate.control.erasure;

import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// How far erasures are, for operators: what one waits for, its figures, its certificate.
@Controller
final class ErasureConsole {
    private static final String PATH = "/erasures";
    private static final int PAGE_SIZE = 50;
    /// More are not looked through by hand.
    private static final int MOST_OPEN = 500;

    private final Erasures erasures;

    ErasureConsole(Erasures erasures) {
        this.erasures = erasures;
    }

    @Needs(Permission.STAFF_REQUEST_VIEW)
    @GetMapping("/console/erasures")
    ResponseEntity<byte[]> list(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        List<ErasureCase> over = erasures.ended(before, PAGE_SIZE);
        return page.show(
                "erasure/list",
                Map.of(
                        "open",
                        before.isEmpty() ? erasures.open(MOST_OPEN) : List.<ErasureCase>of(),
                        "over",
                        over,
                        "first",
                        before.isEmpty(),
                        "next",
                        over.size() == PAGE_SIZE ? over.getLast().id() : ""));
    }

    @Needs(Permission.STAFF_REQUEST_VIEW)
    @GetMapping("/console/erasures/{erasure}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("erasure") String erasure) {
        return page.show("erasure/one", Map.of("erasure", erasures.get(erasure), "steps", erasures.steps(erasure)));
    }

    @Needs(Permission.STAFF_REQUEST_VIEW)
    @GetMapping("/console/erasures/{erasure}/certificate")
    ResponseEntity<byte[]> certificate(@PathVariable("erasure") String erasure) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/json")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + erasures.get(erasure).id() + ".json\"")
                .header("Cache-Control", "no-store")
                .body(erasures.certificate(erasure));
    }

    @Needs(Permission.STAFF_REQUEST_MANAGE)
    @Fresh
    @PostMapping("/console/erasures/{erasure}/hurry")
    ResponseEntity<byte[]> hurry(Page page, @PathVariable("erasure") String erasure) {
        erasures.hurry(erasure, page.signedIn().actor());
        return page.see(PATH + "/" + erasures.get(erasure).id(), Flash.good("erasure.hurried"));
    }
}
