package casemate.control.activity;

import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of what was done in the account.
@Controller
final class ActivityRoutes {
    private static final int PAGE_SIZE = 50;

    private final Activities activities;

    ActivityRoutes(Activities activities) {
        this.activities = activities;
    }

    @SignedIn("their own acts; those of others only for who has the permission")
    @GetMapping("/portal/account/activity")
    ResponseEntity<byte[]> list(
            Page page,
            @RequestParam(name = "by", defaultValue = "") String by,
            @RequestParam(name = "kind", defaultValue = "") String kind,
            @RequestParam(name = "after", defaultValue = "") String after) {
        Asked asked = Asked.of(page, by, kind, after);
        return page.show(
                "activity/activity",
                Map.of(
                        "asked", asked,
                        "shown", activities.page(page, asked, PAGE_SIZE),
                        "all", page.may(Permission.ACTIVITY_VIEW),
                        "people", activities.choices(page, asked),
                        "kinds", List.of(ActivityKind.values())));
    }
}
