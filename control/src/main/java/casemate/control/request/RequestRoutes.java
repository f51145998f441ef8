package casemate.control.request;

import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import casemate.control.web.Viewer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where people ask for a copy of their data, or for its deletion.
@Controller
final class RequestRoutes {
    private static final String PATH = "/account/requests";
    private static final String OWN = "everybody may have their own account deleted";

    private final Requests requests;

    RequestRoutes(Requests requests) {
        this.requests = requests;
    }

    @SignedIn("their own requests; the customer's only for who may make them")
    @GetMapping("/portal/account/requests")
    ResponseEntity<byte[]> list(Page page) {
        Viewer viewer = page.signedIn();
        List<DataRequest> all = Stream.concat(
                        viewer.customer().stream().flatMap(c -> requests.of(c).stream()),
                        requests.of(viewer.user()).stream())
                .filter(r -> visible(page, r.kind()))
                .toList();
        return page.show(
                "request/requests",
                Map.of(
                        "open", all.stream().filter(DataRequest::open).toList(),
                        "over", all.stream().filter(r -> !r.open()).toList(),
                        "now", requests.now()));
    }

    private static boolean visible(Page page, RequestKind kind) {
        return switch (kind) {
            case EXPORT -> page.may(Permission.DATA_EXPORT);
            // Who may not delete it may still see that it is going to be.
            case DELETION -> page.may(Permission.CUSTOMER_VIEW);
            case OWN_DELETION -> true;
        };
    }

    @Needs(Permission.DATA_EXPORT)
    @PostMapping("/portal/account/requests/export/cancel")
    ResponseEntity<byte[]> cancelExport(Page page) {
        return cancel(page, RequestKind.EXPORT);
    }

    @Needs(Permission.CUSTOMER_DELETE)
    @Fresh
    @GetMapping("/portal/account/requests/deletion")
    ResponseEntity<byte[]> confirmDeletion(Page page) {
        return sure(page, HttpStatus.OK, RequestKind.DELETION, "");
    }

    @Needs(Permission.CUSTOMER_DELETE)
    @Fresh
    @PostMapping("/portal/account/requests/deletion")
    ResponseEntity<byte[]> deletion(
            Page page, @RequestParam(name = "confirmation", defaultValue = "") String confirmation) {
        try {
            requests.askDeletion(page.signedIn(), confirmation);
            return page.see(PATH, Flash.good("request.asked"));
        } catch (Refusal refusal) {
            return sure(page, HttpStatus.UNPROCESSABLE_CONTENT, RequestKind.DELETION, page.say(refusal));
        }
    }

    @Needs(Permission.CUSTOMER_DELETE)
    @PostMapping("/portal/account/requests/deletion/cancel")
    ResponseEntity<byte[]> cancelDeletion(Page page) {
        return cancel(page, RequestKind.DELETION);
    }

    @SignedIn(OWN)
    @Fresh
    @GetMapping("/portal/account/requests/own-deletion")
    ResponseEntity<byte[]> confirmOwnDeletion(Page page) {
        return sure(page, HttpStatus.OK, RequestKind.OWN_DELETION, "");
    }

    @SignedIn(OWN)
    @Fresh
    @PostMapping("/portal/account/requests/own-deletion")
    ResponseEntity<byte[]> ownDeletion(
            Page page, @RequestParam(name = "confirmation", defaultValue = "") String confirmation) {
        try {
            requests.askOwnDeletion(page.signedIn(), confirmation);
            return page.see(PATH, Flash.good("request.asked"));
        } catch (Refusal refusal) {
            return sure(page, HttpStatus.UNPROCESSABLE_CONTENT, RequestKind.OWN_DELETION, page.say(refusal));
        }
    }

    @SignedIn(OWN)
    @PostMapping("/portal/account/requests/own-deletion/cancel")
    ResponseEntity<byte[]> cancelOwnDeletion(Page page) {
        return cancel(page, RequestKind.OWN_DELETION);
    }

    private ResponseEntity<byte[]> cancel(Page page, RequestKind kind) {
        requests.cancel(kind, page.signedIn());
        return page.see(PATH, Flash.good("request.withdrawn"));
    }

    private ResponseEntity<byte[]> sure(Page page, HttpStatus status, RequestKind kind, String problem) {
        Viewer viewer = page.signedIn();
        String confirmation = kind == RequestKind.OWN_DELETION
                ? viewer.email()
                : viewer.customer()
                        .map(c -> requests.customer(c).email().value())
                        .orElse("");
        return page.show(
                status, "request/sure", Map.of("kind", kind, "confirmation", confirmation, "problem", problem));
    }
}
