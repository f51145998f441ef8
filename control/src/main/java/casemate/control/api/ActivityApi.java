package casemate.control.api;

import casemate.control.audit.Audit;
import casemate.control.audit.Deed;
import casemate.control.audit.Event;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// What was done in the customer's account: by its people, by operators and by the platform.
@Controller
final class ActivityApi {
    private final Audit audit;

    ActivityApi(Audit audit) {
        this.audit = audit;
    }

    @Needs(Permission.ACTIVITY_VIEW)
    @GetMapping(ApiGate.PATH + "/activity")
    ResponseEntity<byte[]> list(HttpServletRequest request, Page page) {
        Answers.Asked asked = Answers.asked(request, Deed.WRITTEN);
        Deed after = Deed.read(asked.after()).orElse(Deed.NEWEST);
        List<Event> events = audit.of(AccountApi.own(page), after, asked.size() + 1);
        return Answers.page(
                request,
                events,
                asked.size(),
                _ -> after.after(events.subList(0, asked.size())).written(),
                Forms::of);
    }
}
