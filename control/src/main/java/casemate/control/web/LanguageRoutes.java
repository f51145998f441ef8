package casemate.control.web;

import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The language switch at the foot of every page.
@Controller
final class LanguageRoutes {
    /// A choice of language is no secret and no burden: keep it for a year.
    private static final Duration LIFE = Duration.ofDays(365);

    @PostMapping({"/portal/language", "/console/language"})
    ResponseEntity<byte[]> choose(@RequestParam("language") String code, @RequestParam("back") String back) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(Paths.own(back)))
                .header(
                        "Set-Cookie",
                        Cookies.write(
                                Pages.LANGUAGE_COOKIE, Language.parse(code).code(), LIFE))
                .build();
    }
}
