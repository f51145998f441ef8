package casemate.trust;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.promise.Language;
import casemate.promise.PromiseId;
import casemate.trust.Sight.Blind;
import casemate.trust.Sight.Cause;
import casemate.trust.Sight.Clear;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Makes pages from what the ledger says and the time. Knows which addresses there are.
final class Pages {
    private static final String NUMBER = "(?:0|[1-9][0-9]{0,15})";
    /// A blind page is made anew at every look of the follower; this only bounds how long it may be repeated.
    private static final Duration BLIND = Duration.ofSeconds(1);

    private static final Duration SECURITY_TXT = Duration.ofDays(30);

    private final TrustConfig config;
    private final Archive archive;
    private final TrustJson json;
    private final Commands commands;
    private final Templates templates = new Templates();
    private final Map<Language, Words> words = new EnumMap<>(Language.class);
    private final String stylesheet;

    Pages(TrustConfig config, String stylesheet) {
        this.config = config;
        this.archive = new Archive(config);
        this.json = new TrustJson(config.key());
        this.commands = new Commands(config);
        this.stylesheet = stylesheet;
        for (Language language : Language.values()) {
            words.put(language, new Words(language));
        }
    }

    Page make(Wanted wanted, Sight sight, Instant now) {
        try {
            return switch (sight) {
                case Blind blind -> blind(wanted, blind.cause(), now);
                case Clear(Facts facts) -> make(wanted, facts, now).orElseGet(() -> missing(wanted, facts));
            };
        } catch (Archive.Damaged e) {
            System.getLogger("casemate.trust").log(System.Logger.Level.ERROR, "ledger: {0}", e.getMessage());
            return blind(wanted, Cause.TRUNCATED, now);
        }
    }

    private Optional<Page> make(Wanted wanted, Facts facts, Instant now) {
        Instant until = goodUntil(facts, now);
        return switch (wanted.path()) {
            case Paths.INDEX ->
                Optional.of(html(wanted, templates.index(new IndexViews(footing(wanted)).index(facts, now)), until));
            case Paths.INDEX_JSON -> Optional.of(json(json.index(facts, now, until), until));
            case Paths.LEDGER, Paths.FILES ->
                Optional.of(html(
                        wanted, templates.ledger(new LedgerViews(footing(wanted), commands).ledger(facts)), until));
            case Paths.LEDGER_JSON -> Optional.of(json(json.ledger(facts, until), until));
            case Paths.SECURITY -> securityText(facts, now);
            default ->
                wanted.path().startsWith(Paths.PROMISE)
                        ? promise(wanted, facts, now, until)
                        : entry(wanted.path(), facts);
        };
    }

    private Optional<Page> promise(Wanted wanted, Facts facts, Instant now, Instant until) {
        String rest = wanted.path().substring(Paths.PROMISE.length());
        String suffix = rest.endsWith(Paths.BUNDLE) ? Paths.BUNDLE : rest.endsWith(".json") ? ".json" : "";
        Facts.Pledge pledge = pledge(facts, rest.substring(0, rest.length() - suffix.length()));
        if (pledge == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (suffix) {
                    case Paths.BUNDLE ->
                        Page.of(200, Page.JSON, archive.promiseBundle(facts, pledge, facts.judge(pledge, now)), until);
                    case ".json" -> json(json.promise(facts, pledge, now, until), until);
                    default -> html(wanted, history(wanted, facts, pledge, now), until);
                });
    }

    private byte[] history(Wanted wanted, Facts facts, Facts.Pledge pledge, Instant now) {
        List<Recorded> attempts = wanted.before()
                .map(entry -> archive.before(facts, pledge, entry))
                .orElse(pledge.told().recent());
        boolean more = !attempts.isEmpty()
                && !pledge.told().trail().before(attempts.getLast().index(), 1).isEmpty();
        return templates.promise(
                new PromisePages(footing(wanted), commands).page(facts, pledge, attempts, wanted.before(), more, now));
    }

    private static Facts.@org.jspecify.annotations.Nullable Pledge pledge(Facts facts, String id) {
        try {
            return facts.promises().get(new PromiseId(id));
        } catch (Refusal _) {
            return null;
        }
    }

    private Optional<Page> entry(String path, Facts facts) {
        if (!path.matches(Paths.ENTRY + NUMBER + Paths.BUNDLE)) {
            return Optional.empty();
        }
        long index = Long.parseLong(path.substring(Paths.ENTRY.length(), path.length() - Paths.BUNDLE.length()));
        return index < facts.checkpoint().size()
                ? Optional.of(Page.of(200, Page.JSON, archive.bundle(facts, index), Instant.MAX))
                : Optional.empty();
    }

    /// RFC 9116; only when the policy names somebody to write to.
    private Optional<Page> securityText(Facts facts, Instant now) {
        String contact = facts.policy().vendor().contact();
        if (contact.isBlank()) {
            return Optional.empty();
        }
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        String text = "Contact: " + (contact.contains(":") ? contact : "mailto:" + contact) + "\n"
                + "Expires: " + day.plus(SECURITY_TXT) + "\n"
                + "Preferred-Languages: "
                + String.join(
                        ", ",
                        facts.policy().languages().stream().map(Language::code).toList()) + "\n"
                + "Canonical: " + config.url(Paths.SECURITY) + "\n"
                + "Policy: " + config.url(Paths.INDEX) + "\n";
        return Optional.of(
                Page.of(200, Page.TEXT, text.getBytes(StandardCharsets.UTF_8), day.plus(Duration.ofDays(1))));
    }

    /// A page left alone turns by itself: at the next limit of freshness, and at midnight, when the strip of days
    /// moves.
    private static Instant goodUntil(Facts facts, Instant now) {
        Instant midnight = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return facts.promises().values().stream()
                .flatMap(pledge -> facts.judge(pledge, now).changes().stream())
                .filter(change -> change.isBefore(midnight))
                .min(Instant::compareTo)
                .orElse(midnight);
    }

    private Page blind(Wanted wanted, Cause cause, Instant now) {
        Instant until = now.plus(BLIND);
        String key = "blind." + cause.name().toLowerCase(Locale.ROOT);
        if (wantsJson(wanted)) {
            return problem(503, "blind", english("blind.title"), english(key), until);
        }
        Footing footing = footing(wanted);
        Words speech = footing.words();
        Frame frame = footing.bare(wanted.path(), speech.text("blind.title"));
        BlindView view = new BlindView(frame, "blind.title", "blind.lead", speech.text(key));
        return Page.html(503, templates.blind(view), until, wanted.language().code());
    }

    private Page missing(Wanted wanted, Facts facts) {
        if (wantsJson(wanted)) {
            return problem(404, "missing", english("missing.title"), english("missing.lead"), Instant.MAX);
        }
        Footing footing = footing(wanted);
        Frame frame = footing.around(facts, Paths.MISSING, footing.words().text("missing.title"), Paths.INDEX_JSON);
        BlindView view = new BlindView(frame, "missing.title", "missing.lead", null);
        return Page.html(
                404, templates.blind(view), Instant.MAX, wanted.language().code());
    }

    private static boolean wantsJson(Wanted wanted) {
        return wanted.path().endsWith(".json");
    }

    private String english(String key) {
        return Objects.requireNonNull(words.get(Language.EN)).text(key);
    }

    private static Page problem(int status, String type, String title, String detail, Instant until) {
        Json.Obj problem = Json.object()
                .put("type", "urn:casemate:problem:trust-" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .build();
        return Page.of(status, "application/problem+json", problem.canonical(), until);
    }

    private Footing footing(Wanted wanted) {
        return new Footing(Objects.requireNonNull(words.get(wanted.language())), wanted.chosen(), stylesheet);
    }

    private static Page html(Wanted wanted, byte[] bytes, Instant until) {
        return Page.html(200, bytes, until, wanted.language().code());
    }

    private static Page json(Json.Obj value, Instant until) {
        return Page.of(200, Page.JSON, value.canonical(), until);
    }
}
