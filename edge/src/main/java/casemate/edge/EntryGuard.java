package casemate.edge;

import casemate.edge.entry.Codes;
import casemate.edge.entry.Cookies;
import casemate.edge.entry.Enrolments;
import casemate.edge.entry.Passes;
import casemate.edge.entry.Rulebook;
import casemate.edge.entry.Rules;
import casemate.edge.entry.Seal;
import casemate.edge.entry.SharedPassword;
import casemate.edge.entry.Tries;
import casemate.edge.entry.Verdict;
import casemate.edge.entry.Way;
import casemate.wire.Access;
import casemate.wire.Device;
import casemate.wire.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lets in whom a route's rules let in (EDG-3, ACC-6), whatever state its instance is in; everybody else gets the very
/// page of an address that nobody has. In doubt nobody gets in.
final class EntryGuard implements Guard, AutoCloseable {
    static final String ENTER = "/.casemate/enter";
    static final String DEVICE = "/.casemate/device";
    /// Log and counters know a refusal by this.
    static final String WORD = "access";

    private static final System.Logger LOG = System.getLogger("casemate.edge");
    static final String OURS = "/.casemate/";
    /// Argon2id at once, with 19 MiB each, and how many wait for it.
    private static final int WORKERS = 2;

    private static final int WAITING = 64;
    private static final Duration END_WAIT = Duration.ofSeconds(2);

    private final Rulebook rulebook;
    private final Seal seal;
    private final Enrolments opened;
    private final Passes passes;
    private final Tries tries;
    private final Pages pages;
    private final EntryPages entryPages = new EntryPages();
    private final Reports reports;
    private final PortalWay portal;
    private final Clock clock;
    private final SecureRandom chance;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("edge-entry-", 0).factory());

    private EntryGuard(
            Rulebook rulebook,
            Seal seal,
            Enrolments opened,
            Passes passes,
            Pages pages,
            Reports reports,
            PortalWay portal,
            Clock clock,
            SecureRandom chance) {
        this.rulebook = rulebook;
        this.seal = seal;
        this.opened = opened;
        this.passes = passes;
        this.tries = new Tries(clock);
        this.pages = pages;
        this.reports = reports;
        this.portal = portal;
        this.clock = clock;
        this.chance = chance;
        workers.allowCoreThreadTimeOut(true);
    }

    static EntryGuard open(
            EdgeConfig config, Seal seal, Passes passes, Pages pages, Reports reports, Clock clock, SecureRandom chance)
            throws IOException {
        Enrolments opened = Enrolments.open(directory(config).resolve("enrolments.json"));
        opened.all().forEach(one -> reports.enrolled(one.device(), one.cookie()));
        return new EntryGuard(
                new Rulebook(new Rules.Checks(!config.off(AddressDrill.PROMISE), !config.off(DeviceDrill.PROMISE))),
                seal,
                opened,
                passes,
                pages,
                reports,
                new PortalWay(config.domain(), config.port()),
                clock,
                chance);
    }

    /// The key under which this edge makes its cookies.
    static Seal seal(EdgeConfig config, SecureRandom chance) throws IOException {
        return Seal.open(directory(config).resolve("seal.key"), chance);
    }

    private static Path directory(EdgeConfig config) throws IOException {
        return Files.createDirectories(config.directory().resolve("entry"), OwnerOnly.DIRECTORY);
    }

    /// A new snapshot is in force.
    void changed(Routes routes) {
        rulebook.keep(routes::has);
        // Long lists are made ready here, not by the first visitor on an event loop.
        routes.served().forEach(route -> route.rules().access().ifPresent(access -> rulebook.of(route.host(), access)));
        Set<String> waiting = routes.served()
                .flatMap(route -> route.rules().access().stream())
                .flatMap(access -> access.devices().stream())
                .filter(Device::waiting)
                .map(Device::digest)
                .collect(Collectors.toSet());
        opened.keep(waiting::contains);
    }

    /// Whether a route's rules, which are not just "everybody", let the request in already.
    boolean knows(Request request) {
        return request.route().rules().access().isPresent() && lets(request);
    }

    @Override
    public boolean lets(Request request) {
        Route route = request.route();
        return route.rules()
                .access()
                .map(access -> rulebook.of(route.host(), access)
                                .judge(request.client(), request.asked(), seal, passes, opened, clock.instant())
                        instanceof Verdict.In)
                .orElse(true);
    }

    @Override
    public @Nullable Receiver stop(Request request) {
        Route route = request.route();
        Optional<Access> access = route.rules().access();
        if (access.isEmpty()) {
            return null;
        }
        Rules rules = rulebook.of(route.host(), access.get());
        String target = request.head().target();
        Verdict verdict = rules.judge(request.client(), request.head(), seal, passes, opened, clock.instant());
        if (target.startsWith(OURS)) {
            Receiver answered = ours(request, rules, verdict, target);
            if (answered != null) {
                return answered;
            }
        }
        return switch (verdict) {
            case Verdict.In in -> {
                in.device().ifPresent(reports::used);
                yield null;
            }
            case Verdict.Refused _ -> refuse(request);
            case Verdict.Asked asked -> ask(request, asked, PortalWay.home(target));
        };
    }

    private Receiver refuse(Request request) {
        request.visit().refused(WORD);
        pages.send(request.visitor(), request.head(), Page.UNKNOWN);
        return new Receiver.Discard();
    }

    private Receiver ask(Request request, Verdict.Asked asked, String to) {
        request.visit().refused(WORD);
        if (!asked.password() && (request.head().method("GET") || request.head().method("HEAD"))) {
            Passes.Flow flow = passes.begin(request.head());
            entryPages.redirect(request, portal.signIn(request, to, flow.digest()), flow.cookie());
        } else {
            form(request, asked, EntryPages.FORBIDDEN, "", to);
        }
        return new Receiver.Discard();
    }

    private void form(Request request, Verdict.Asked asked, int status, String error, String to) {
        Passes.Flow flow = passes.begin(request.head());
        entryPages.ask(
                request,
                new EntryPages.Asked(status, asked.password(), asked.signOn(), error, to),
                portal.signIn(request, to, flow.digest()),
                asked.signOn() ? portal.origin(request) : "",
                asked.signOn() ? flow.cookie() : "");
    }

    /// The edge's own addresses in front of a restricted instance; null for those that it does not know.
    private @Nullable Receiver ours(Request request, Rules rules, Verdict verdict, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        boolean reads = request.head().method("GET") || request.head().method("HEAD");
        boolean posts = request.head().method("POST");
        if (path.equals(DEVICE) && reads) {
            return showLink(request, rules, verdict, EntryForm.fields(query).getOrDefault("code", ""));
        }
        if (path.equals(DEVICE) && posts) {
            return later(request, fields -> enrol(request, rules, verdict, fields.getOrDefault("code", "")));
        }
        boolean passed = request.route().rules().identityKey().isPresent() && verdict instanceof Verdict.In;
        if (path.equals(ENTER) && reads && !passed) {
            return enter(request, rules, verdict, EntryForm.fields(query).getOrDefault("ticket", ""));
        }
        if (path.equals(ENTER) && posts && verdict instanceof Verdict.Asked asked && asked.password()) {
            return later(request, fields -> tryPassword(request, rules, asked, fields));
        }
        return null;
    }

    /// A form is read on the event loop; what follows from it is not for that thread.
    private Receiver later(Request request, java.util.function.Function<Map<String, String>, Runnable> work) {
        Later later = new Later(request);
        EntryForm form =
                EntryForm.of(request, fields -> later.run(workers, work, fields, () -> entryPages.failed(request)));
        later.form = form;
        return form;
    }

    /// Carries work to the workers, and its answer back to the event loop.
    private static final class Later {
        private final Request request;
        private @Nullable EntryForm form;

        Later(Request request) {
            this.request = request;
        }

        /// @param work done by a worker; what it returns is done on the event loop
        void run(
                ThreadPoolExecutor workers,
                java.util.function.Function<Map<String, String>, Runnable> work,
                Map<String, String> fields,
                Runnable failed) {
            try {
                workers.execute(() -> {
                    Runnable answer = attempted(work, fields, failed);
                    request.visitor().home().loop.execute(() -> {
                        if (form == null || !form.gave()) {
                            answer.run();
                        }
                    });
                });
            } catch (RejectedExecutionException _) {
                request.visit().refused(WORD);
                failed.run();
            }
        }

        private static Runnable attempted(
                java.util.function.Function<Map<String, String>, Runnable> work,
                Map<String, String> fields,
                Runnable failed) {
            try {
                return work.apply(fields);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "somebody's way in could not be checked", e);
                return failed;
            }
        }
    }

    private Receiver showLink(Request request, Rules rules, Verdict verdict, String code) {
        if (rules.linked(code, opened, clock.instant()).isPresent()) {
            entryPages.link(request, code);
            return new Receiver.Discard();
        }
        return uselessLink(request, verdict);
    }

    /// Only who is in already is told what was wrong.
    private Receiver uselessLink(Request request, Verdict verdict) {
        if (!(verdict instanceof Verdict.In)) {
            return refuse(request);
        }
        entryPages.useless(request);
        return new Receiver.Discard();
    }

    private Runnable enrol(Request request, Rules rules, Verdict verdict, String code) {
        Optional<Device> device = rules.linked(code, opened, clock.instant());
        String secret = Codes.random(chance);
        String cookie = Codes.digest(secret);
        try {
            if (device.isEmpty()
                    || !opened.note(new Enrolments.Opened(
                            device.get().id(), device.get().digest(), cookie))) {
                return () -> uselessLink(request, verdict);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "an enrolment could not be kept, and was not made", e);
            return () -> entryPages.failed(request);
        }
        reports.enrolled(device.get().id(), cookie);
        Duration life = Duration.between(clock.instant(), device.get().expires());
        return () -> entryPages.redirect(request, "/", Cookies.set(Way.DEVICE.cookie(), secret, life));
    }

    private Receiver enter(Request request, Rules rules, Verdict verdict, String sealed) {
        Optional<Passes.Entered> entered = sealed.isEmpty() || !rules.signOn()
                ? Optional.empty()
                : passes.enter(request.head(), sealed, rules.host(), rules.generation());
        if (entered.isPresent()) {
            String to = PortalWay.home(entered.get().to());
            entryPages.redirect(request, to, entered.get().cookie());
            return new Receiver.Discard();
        }
        return switch (verdict) {
            case Verdict.In _ -> {
                entryPages.redirect(request, "/", "");
                yield new Receiver.Discard();
            }
            case Verdict.Refused _ -> refuse(request);
            case Verdict.Asked asked -> {
                request.visit().refused(WORD);
                form(request, asked, EntryPages.FORBIDDEN, "", "/");
                yield new Receiver.Discard();
            }
        };
    }

    private Runnable tryPassword(Request request, Rules rules, Verdict.Asked asked, Map<String, String> fields) {
        String to = PortalWay.home(fields.getOrDefault("to", "/"));
        EntryWords words = EntryPages.words(request);
        if (!tries.may(request.client())) {
            return () -> deny(request, asked, EntryPages.TOO_MANY, words.tooMany(), to);
        }
        byte[] typed = fields.getOrDefault("password", "").getBytes(StandardCharsets.UTF_8);
        if (!rules.password()
                .map(verifier -> SharedPassword.matches(typed, verifier))
                .orElse(false)) {
            return () -> deny(request, asked, EntryPages.FORBIDDEN, words.wrong(), to);
        }
        tries.forgive(request.client());
        String proof = seal.grant(Way.PASSWORD, rules, clock.instant());
        return () -> entryPages.redirect(request, to, Cookies.set(Way.PASSWORD.cookie(), proof, Seal.LIFE));
    }

    private void deny(Request request, Verdict.Asked asked, int status, String error, String to) {
        request.visit().refused(WORD);
        form(request, asked, status, error, to);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "a password was still being checked at the end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
