package casemate.control.web;

import casemate.base.Refusal;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/// Makes [Page]s and renders their templates.
public final class Pages {
    static final String LANGUAGE_COOKIE = "__Host-language";

    /// A choice of language is no secret and no burden: keep it for a year.
    static final Duration LANGUAGE_LIFE = Duration.ofDays(365);

    static final String FLASH_COOKIE = "__Host-flash";

    /// Long enough for a redirect on a bad line.
    static final Duration FLASH_LIFE = Duration.ofMinutes(1);

    private final Site site;
    private final Words words;
    private final Assets assets;
    private final List<NavEntry> navigation;
    private final Clock clock;
    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), "casemate.control");

    Pages(Site site, Words words, Assets assets, List<NavEntry> navigation, Clock clock) {
        this.site = site;
        this.words = words;
        this.assets = assets;
        this.clock = clock;
        this.navigation = navigation.stream().sorted(NavEntry.IN_ORDER).toList();
    }

    Page page(HttpServletRequest request, HttpServletResponse response) {
        Optional<Viewer> viewer = viewer(request);
        return new Page(this, request, response, shell(request), language(request, viewer), viewer);
    }

    byte[] render(String template, Page page, Map<String, ?> model) {
        Map<String, Object> parameters = new LinkedHashMap<>(model);
        parameters.put("page", page);
        Utf8ByteOutput out = new Utf8ByteOutput();
        templates.render(template + ".jte", parameters, out);
        return out.toByteArray();
    }

    Site site() {
        return site;
    }

    Words words() {
        return words;
    }

    Clock clock() {
        return clock;
    }

    String asset(String name) {
        return assets.address(name);
    }

    List<NavEntry> navigation(Shell shell, Optional<Viewer> viewer) {
        return navigation.stream()
                .filter(n -> n.shell() == shell
                        && n.needs().stream()
                                .allMatch(p -> viewer.filter(v -> v.may(p)).isPresent()))
                .toList();
    }

    private static Optional<Viewer> viewer(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Authentication a && a.getPrincipal() instanceof Viewer v
                ? Optional.of(v)
                : Optional.empty();
    }

    /// Who is signed in, on pages that nobody else reaches.
    static Viewer signedIn(HttpServletRequest request) {
        return viewer(request).orElseThrow(Pages::stranger);
    }

    public static Refusal stranger() {
        return new Refusal(Refusal.Kind.UNAUTHENTICATED, "sign-in-needed", "Sign in, then try again.");
    }

    private static Shell shell(HttpServletRequest request) {
        return request.getRequestURI().startsWith(Shell.CONSOLE.prefix() + "/") ? Shell.CONSOLE : Shell.PORTAL;
    }

    /// What this browser chose, else what its user did, else what it asks for, else the site's first.
    private Language language(HttpServletRequest request, Optional<Viewer> viewer) {
        return Cookies.read(request, LANGUAGE_COOKIE)
                .flatMap(Language::find)
                .or(() -> viewer.map(Viewer::language))
                .or(() -> asked(request))
                .filter(site.languages()::contains)
                .orElse(site.languages().getFirst());
    }

    private Optional<Language> asked(HttpServletRequest request) {
        String header =
                Optional.ofNullable(request.getHeader("Accept-Language")).orElse("");
        try {
            List<Locale> ours = site.languages().stream().map(Language::locale).toList();
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(header), ours))
                    .flatMap(l -> Language.find(l.getLanguage()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
