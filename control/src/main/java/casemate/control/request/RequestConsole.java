package casemate.control.request;

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

/// The operator's view of requests, and the words that a copy was handed over by hand. A deletion is ended by its
/// erasure alone.
@Controller
final class RequestConsole {
    private static final int PAGE_SIZE = 50;
    private static final String PATH = "/requests";

    private final Requests requests;

    RequestConsole(Requests requests) {
        this.requests = requests;
    }

    @Needs(Permission.STAFF_REQUEST_VIEW)
    @GetMapping("/console/requests")
    ResponseEntity<byte[]> list(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        List<DataRequest> over = requests.ended(before, PAGE_SIZE);
        return page.show(
                "request/all",
                Map.of(
                        "open",
                        before.isEmpty() ? requests.open() : List.<DataRequest>of(),
                        "over",
                        over,
                        "first",
                        before.isEmpty(),
                        "next",
                        over.size() == PAGE_SIZE ? over.getLast().id() : "",
                        "now",
                        requests.now()));
    }

    @Needs(Permission.STAFF_REQUEST_MANAGE)
    @Fresh
    @PostMapping("/console/requests/{request}/take")
    ResponseEntity<byte[]> take(Page page, @PathVariable("request") String request) {
        requests.take(request, page.signedIn().actor());
        return page.see(PATH, Flash.good("request.taken"));
    }

    @Needs(Permission.STAFF_REQUEST_MANAGE)
    @Fresh
    @PostMapping("/console/requests/{request}/done")
    ResponseEntity<byte[]> done(Page page, @PathVariable("request") String request) {
        requests.done(request, page.signedIn().actor());
        return page.see(PATH, Flash.good("request.carried-out"));
    }
}
