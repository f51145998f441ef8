package casemate.control.web;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The language switch at the foot of every page.
@Controller
final class LanguageRoutes {
    @Open("a choice that stays in the browser")
    @PostMapping({"/portal/language", "/console/language"})
    ResponseEntity<byte[]> choose(Page page, @RequestParam("language") String code, @RequestParam("back") String back) {
        page.remember(Language.parse(code));
        return page.see(Paths.own(back));
    }
}
