package casemate.control.activity;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Memberships;
import casemate.control.audit.Event;
import casemate.control.audit.Sought;
import casemate.control.instance.Instances;
import casemate.control.place.Places;
import casemate.control.signin.Sessions;
import casemate.control.token.Tokens;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.Visitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names of what stands in events: of this customer's things and people, as far as the reader may see them anywhere
/// else.
record Names(Memberships memberships, Instances instances, Sessions sessions, Tokens tokens, Places places) {
    private static final String SESSION = "ses_";
    private static final String TOKEN = "tok_";
    private static final String USER = "usr_";

    /// @param people addresses by number
    /// @param things names by number, people among them
    /// @param places by session or token
    record Known(Map<String, String> people, Map<String, String> things, Map<String, Act.Whence> places) {}

    Known of(Page page, CustomerId customer, List<Event> events) {
        Map<String, String> people = page.may(Permission.MEMBER_VIEW) ? people(customer, events) : Map.of();
        Map<String, String> things = new HashMap<>(people);
        instances.of(customer).stream()
                .filter(i -> page.may(Permission.INSTANCE_VIEW, i.id()))
                .forEach(i -> things.put(i.id().value(), i.slug()));
        return new Known(people, things, places(page, customer, events));
    }

    /// By which session or token something was done; a sign-in is its own.
    static Optional<String> session(Event event) {
        return event.session().or(() -> Optional.of(event.object()).filter(o -> o.startsWith(SESSION)));
    }

    private Map<String, String> people(CustomerId customer, List<Event> events) {
        Set<String> ids = events.stream()
                .flatMap(e -> Stream.of(e.object(), e.actor().replaceFirst("^" + Sought.PEOPLE, "")))
                .filter(id -> id.startsWith(USER))
                .collect(Collectors.toSet());
        return memberships.people(customer, ids).stream()
                .collect(Collectors.toMap(
                        m -> m.person().id().value(), m -> m.person().email().value()));
    }

    private Map<String, Act.Whence> places(Page page, CustomerId customer, List<Event> events) {
        Set<String> ids = events.stream().flatMap(e -> session(e).stream()).collect(Collectors.toSet());
        Map<String, Act.Whence> found = new HashMap<>();
        sessions.places(ids).forEach((id, visitor) -> found.put(id, whence(page, visitor)));
        ids.stream()
                .filter(id -> id.startsWith(TOKEN))
                .forEach(id -> tokens.name(customer, id)
                        .ifPresent(name -> found.put(id, new Act.Whence("", "", "", Optional.of(name)))));
        return found;
    }

    private Act.Whence whence(Page page, Visitor visitor) {
        String place = places.name(visitor.address(), page.language())
                .map(name -> name + " · ")
                .orElse("");
        return new Act.Whence(place, visitor.address(), visitor.device(), Optional.empty());
    }

    static Refusal customersOnly() {
        return Refusal.forbidden("customers-only", "This page is for customers.");
    }
}
