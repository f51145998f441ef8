package casemate.control.subscription;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.region.Regions;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.PolicyProblems;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's view: who stands where, what comes next, and what would come by another policy.
@Controller
final class SubscriptionConsole {
    private static final String PATH = "/subscriptions";
    private static final int PAGE_SIZE = 50;
    /// What the page shows unless another date is asked for.
    private static final Duration AHEAD = Duration.ofDays(7);

    /// A date means its whole day.
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private static final Duration FURTHEST = Duration.ofDays(3_660);

    private final Subscriptions subscriptions;
    private final Simulation simulation;
    private final Offers offers;
    private final Regions regions;
    private final Clock clock;

    SubscriptionConsole(
            Subscriptions subscriptions, Simulation simulation, Offers offers, Regions regions, Clock clock) {
        this.subscriptions = subscriptions;
        this.simulation = simulation;
        this.offers = offers;
        this.regions = regions;
        this.clock = clock;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/subscriptions")
    ResponseEntity<byte[]> list(
            Page page,
            @RequestParam(name = "state", defaultValue = "") String state,
            @RequestParam(name = "q", defaultValue = "") String sought,
            @RequestParam(name = "before", defaultValue = "") String before) {
        List<Subscription> shown = subscriptions.page(state, sought, before, PAGE_SIZE);
        return page.show(
                "subscription/list",
                Map.of(
                        "subscriptions",
                        shown,
                        "states",
                        subscriptions.states(),
                        "state",
                        state,
                        "sought",
                        sought,
                        "next",
                        shown.size() == PAGE_SIZE ? shown.getLast().customer().value() : ""));
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/subscriptions/outlook")
    ResponseEntity<byte[]> outlook(Page page, @RequestParam(name = "until", defaultValue = "") String until) {
        return outlook(page, until, "", Optional.empty());
    }

    /// The same by a policy that is typed in; it is looked at and not kept.
    @Needs(Permission.BILLING_VIEW)
    @PostMapping("/console/subscriptions/outlook")
    ResponseEntity<byte[]> outlook(
            Page page, @RequestParam("until") String until, @RequestParam("policy") String typed) {
        if (typed.isBlank()) {
            return outlook(page, until, "", Optional.empty());
        }
        try {
            Policy candidate = PolicyFile.parse("policy", typed.getBytes(StandardCharsets.UTF_8));
            return outlook(page, until, typed, Optional.of(candidate));
        } catch (PolicyProblems problems) {
            return refused(page, until, typed, problems.problems().getFirst().toString());
        } catch (Refusal refusal) {
            return refused(page, until, typed, page.say(refusal));
        }
    }

    private ResponseEntity<byte[]> outlook(Page page, String until, String policy, Optional<Policy> candidate) {
        Instant date;
        try {
            date = date(until, clock.instant().plus(AHEAD));
        } catch (Refusal refusal) {
            return refused(page, "", policy, page.say(refusal));
        }
        return page.show(
                "subscription/outlook",
                Map.of(
                        "outlook",
                        Optional.of(simulation.until(date, candidate)),
                        "until",
                        date.minus(LAST_MOMENT)
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .toString(),
                        "policy",
                        policy,
                        "problem",
                        "",
                        "erases",
                        subscriptions.canErase()));
    }

    private ResponseEntity<byte[]> refused(Page page, String until, String policy, String problem) {
        return page.show(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "subscription/outlook",
                Map.of(
                        "outlook",
                        Optional.<Simulation.Outlook>empty(),
                        "until",
                        until,
                        "policy",
                        policy,
                        "problem",
                        problem,
                        "erases",
                        subscriptions.canErase()));
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/subscriptions/{customer}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("customer") String customer) {
        return one(page, HttpStatus.OK, new CustomerId(customer), "");
    }

    private ResponseEntity<byte[]> one(Page page, HttpStatus status, CustomerId customer, String problem) {
        Standing standing = subscriptions
                .of(customer)
                .orElseThrow(() -> Refusal.notFound("subscription-unknown", "There is no such subscription."));
        Map<String, Object> model = new HashMap<>();
        model.put("standing", standing);
        model.put("moves", subscriptions.moves(customer));
        model.put("notices", subscriptions.notices(customer));
        model.put("residence", regions.of(customer));
        model.put(
                "paid",
                offers.onSale().stream()
                        .filter(o -> o.kind().paid())
                        .map(Offer::name)
                        .toList());
        model.put("problem", problem);
        return page.show(status, "subscription/one", model);
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/console/subscriptions/{customer}/pay")
    ResponseEntity<byte[]> pay(
            Page page, @PathVariable("customer") String customer, @RequestParam("offer") String offer) {
        return act(
                page,
                customer,
                id -> subscriptions.paid(id, offer, page.signedIn().actor()));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/console/subscriptions/{customer}/fail")
    ResponseEntity<byte[]> fail(Page page, @PathVariable("customer") String customer) {
        return act(
                page,
                customer,
                id -> subscriptions.paymentFailed(id, page.signedIn().actor()));
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/subscriptions/{customer}/hold")
    ResponseEntity<byte[]> hold(
            Page page,
            @PathVariable("customer") String customer,
            @RequestParam("until") String until,
            @RequestParam("reason") String reason) {
        return act(
                page,
                customer,
                id -> subscriptions.hold(
                        id, date(until, Instant.EPOCH), reason, page.signedIn().actor()));
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/subscriptions/{customer}/release")
    ResponseEntity<byte[]> release(Page page, @PathVariable("customer") String customer) {
        return act(
                page, customer, id -> subscriptions.release(id, page.signedIn().actor()));
    }

    /// Something that may be refused.
    private interface Deed {
        void to(CustomerId customer);
    }

    private ResponseEntity<byte[]> act(Page page, String customer, Deed deed) {
        CustomerId id = new CustomerId(customer);
        try {
            deed.to(id);
        } catch (Refusal refusal) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, id, page.say(refusal));
        }
        return page.see(PATH + "/" + id.value(), Flash.good("subscription.done"));
    }

    private Instant date(String typed, Instant otherwise) {
        if (typed.isBlank()) {
            return otherwise;
        }
        try {
            Instant date = LocalDate.parse(typed.strip())
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            Instant now = clock.instant();
            if (date.isAfter(now.plus(FURTHEST)) || date.isBefore(now)) {
                throw Refusal.invalid("date-far", "Choose a date from today to ten years ahead.");
            }
            return date;
        } catch (DateTimeParseException _) {
            throw Refusal.invalid("date-malformed", "A date is written as in 2027-03-31.");
        }
    }
}
