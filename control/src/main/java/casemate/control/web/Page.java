package casemate.control.web;

import casemate.base.InstanceId;
import casemate.base.LabClock;
import casemate.base.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;

/// One request as routes and templates see it: who looks, in which language, at which site. A route takes it as an
/// argument and answers with [#show] or [#see].
public final class Page {
    private static final ZoneId STRANGERS_ZONE = ZoneId.of("UTC");

    private final Pages pages;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Shell shell;
    private final Language language;
    private final Optional<Viewer> viewer;

    Page(
            Pages pages,
            HttpServletRequest request,
            HttpServletResponse response,
            Shell shell,
            Language language,
            Optional<Viewer> viewer) {
        this.pages = pages;
        this.request = request;
        this.response = response;
        this.shell = shell;
        this.language = language;
        this.viewer = viewer;
    }

    /// Renders `src/main/jte/<template>.jte`.
    public ResponseEntity<byte[]> show(String template, Map<String, ?> model) {
        return show(HttpStatus.OK, template, model);
    }

    public ResponseEntity<byte[]> show(HttpStatus status, String template, Map<String, ?> model) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status)
                .header("Content-Type", "text/html;charset=utf-8")
                .header("Cache-Control", "no-store");
        byte[] body = pages.render(template, this, model);
        if (flash().isPresent()) {
            keep(Cookies.remove(Pages.FLASH_COOKIE));
        }
        return answer.body(body);
    }

    /// Sends the browser to another page after a change (HTTP 303).
    public ResponseEntity<byte[]> see(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }

    /// The same with a sentence to be shown there.
    public ResponseEntity<byte[]> see(String path, Flash flash) {
        flash(flash);
        return see(path);
    }

    /// Has a sentence shown on the next page.
    public void flash(Flash flash) {
        keep(Cookies.write(Pages.FLASH_COOKIE, flash.cookie(), Pages.FLASH_LIFE));
    }

    /// Sends a cookie with the answer. Not as a header of the ResponseEntity: that would replace those set before it.
    ///
    /// @param cookie a Set-Cookie header made by [Cookies]
    public void keep(String cookie) {
        response.addHeader("Set-Cookie", cookie);
    }

    /// Has this browser keep a language.
    public void remember(Language chosen) {
        keep(Cookies.write(Pages.LANGUAGE_COOKIE, chosen.code(), Pages.LANGUAGE_LIFE));
    }

    /// A sentence in the reader's language.
    public String say(String key, Object... arguments) {
        return pages.words().say(language, key, arguments);
    }

    /// The sentence under a key that may have none, such as one made of what a database holds.
    public String sayOr(String key, String otherwise) {
        return pages.words().find(language, key).orElse(otherwise);
    }

    /// The sentence about a field of a form; empty when nothing is wrong with it.
    ///
    /// @param errors keys of words by field
    public String error(Map<String, String> errors, String field) {
        return Optional.ofNullable(errors.get(field)).map(key -> say(key)).orElse("");
    }

    /// What a refusal says, in the reader's language where we have the words.
    public String say(Refusal refusal) {
        return pages.words().refusal(language, refusal.code()).orElse(refusal.text());
    }

    public Language language() {
        return language;
    }

    public List<Language> languages() {
        return pages.site().languages();
    }

    public Shell shell() {
        return shell;
    }

    public boolean console() {
        return shell == Shell.CONSOLE;
    }

    /// What the clock says, where it is a laboratory's: every page tells that it is moved.
    public Optional<Instant> laboratory() {
        return LabClock.laboratory(pages.clock());
    }

    public Site site() {
        return pages.site();
    }

    public Optional<Viewer> viewer() {
        return viewer;
    }

    /// Who is signed in, on pages that nobody else reaches.
    public Viewer signedIn() {
        return viewer.orElseThrow(Pages::stranger);
    }

    /// Whether to show what needs this permission.
    public boolean may(Permission permission) {
        return viewer.filter(v -> v.may(permission)).isPresent();
    }

    /// Whether to show what needs this permission for this instance.
    public boolean may(Permission permission, InstanceId instance) {
        return viewer.filter(v -> v.may(permission, instance)).isPresent();
    }

    public Visitor visitor() {
        return Visitor.of(request);
    }

    public List<NavEntry> navigation() {
        return pages.navigation(shell, viewer);
    }

    /// The headings that have an entry for this viewer.
    public List<NavGroup> groups() {
        return navigation().stream().map(NavEntry::group).distinct().toList();
    }

    public List<NavEntry> navigation(NavGroup group) {
        return navigation().stream().filter(e -> e.group() == group).toList();
    }

    /// The path as people see it.
    public String path() {
        return request.getRequestURI().substring(shell.prefix().length());
    }

    /// Whether this page belongs to an entry; the home page to the first.
    public boolean at(NavEntry entry) {
        return path().equals("/")
                ? navigation().stream().findFirst().filter(entry::equals).isPresent()
                : path().startsWith(entry.path());
    }

    public String asset(String name) {
        return pages.asset(name);
    }

    public Optional<Flash> flash() {
        return Cookies.read(request, Pages.FLASH_COOKIE)
                .flatMap(Flash::parse)
                .filter(f -> pages.words().find(language, f.key()).isPresent());
    }

    /// The token that every form carries, so that no other site can send it.
    public String csrf() {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : "";
    }

    /// A whole number as the reader's language writes it.
    public String number(long number) {
        return String.format(language.locale(), "%,d", number);
    }

    /// A number with one decimal as the reader's language writes it.
    public String number(double number) {
        return String.format(language.locale(), "%,.1f", number);
    }

    /// A day for people; the same in every time zone.
    public String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(language.locale())
                .format(day);
    }

    /// A point in time for people, in their own time zone.
    public String when(Instant instant) {
        ZoneId zone = viewer.map(Viewer::zone).orElse(STRANGERS_ZONE);
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(language.locale())
                        .withZone(zone)
                        .format(instant)
                + " "
                + DateTimeFormatter.ofPattern("zzz", language.locale())
                        .withZone(zone)
                        .format(instant);
    }
}
