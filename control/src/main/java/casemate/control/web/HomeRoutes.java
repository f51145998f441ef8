package casemate.control.web;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The console begins with the first page of its navigation.
@Controller
final class HomeRoutes {
    @SignedIn("it only leads to what one may see")
    @GetMapping("/console/")
    ResponseEntity<byte[]> home(Page page) {
        return page.see(
                page.navigation().stream().findFirst().map(NavEntry::path).orElse("/account/security"));
    }
}
