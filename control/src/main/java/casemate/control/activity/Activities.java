package casemate.control.activity;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.control.account.Member;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.audit.Event;
import casemate.control.audit.Sought;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The door of this room: a page of a customer's events, with the names of those in them.
final class Activities {
    /// More make a list in which nobody finds anybody.
    private static final int MAX_CHOICES = 100;
    private static final int MAX_DETAIL = 64 << 10;

    private final Audit audit;
    private final Memberships memberships;
    private final Names names;

    Activities(Audit audit, Memberships memberships, Names names) {
        this.audit = audit;
        this.memberships = memberships;
        this.names = names;
    }

    /// One page, and where the next begins.
    ///
    /// @param next empty when there is none
    record Shown(List<Act> acts, String next) {}

    Shown page(Page page, Asked asked, int size) {
        CustomerId customer = customer(page);
        List<Event> found = audit.of(customer, asked.sought(), asked.after(), size + 1);
        boolean more = found.size() > size;
        List<Event> events = more ? found.subList(0, size) : found;
        Names.Known known = names.of(page, customer, events);
        return new Shown(
                events.stream().map(e -> act(page, e, known)).toList(),
                more ? asked.after().after(events).written() : "");
    }

    /// Whom the page lets choose from. Others are reached from the list of people, which can be searched.
    List<Act.Who> choices(Page page, Asked asked) {
        Map<String, Act.Who> choices = new LinkedHashMap<>();
        choices.put("", new Act.Who("activity.all", "", ""));
        add(choices, new Act.Who("activity.you", "", page.signedIn().user().value()));
        List.of(Sought.OPERATORS, Sought.PROGRAMS, Sought.STRANGERS)
                .forEach(who -> add(choices, new Act.Who("activity.who." + who, "", who)));
        if (page.may(Permission.MEMBER_VIEW)) {
            memberships.people(customer(page), "", "", MAX_CHOICES).forEach(m -> add(choices, person(m)));
            memberships.people(customer(page), List.of(asked.by())).forEach(m -> add(choices, person(m)));
        }
        add(choices, new Act.Who("activity.somebody", "", asked.by()));
        return List.copyOf(choices.values());
    }

    private static void add(Map<String, Act.Who> choices, Act.Who who) {
        choices.putIfAbsent(who.by(), who);
    }

    private static Act.Who person(Member member) {
        return new Act.Who(
                "", member.person().email().value(), member.person().id().value());
    }

    private static CustomerId customer(Page page) {
        return page.signedIn().customer().orElseThrow(Names::customersOnly);
    }

    private static Act act(Page page, Event event, Names.Known known) {
        boolean person = event.actor().startsWith(Sought.PEOPLE);
        return new Act(
                event,
                who(page, event, known),
                Optional.of(event.object())
                        .filter(on -> !event.actor().equals(Sought.PEOPLE + on))
                        .map(known.things()::get),
                person || event.actor().equals(Sought.STRANGERS)
                        ? Names.session(event).map(known.places()::get)
                        : Optional.empty(),
                person ? noted(event) : Map.of());
    }

    private static Act.Who who(Page page, Event event, Names.Known known) {
        String actor = event.actor();
        if (!actor.startsWith(Sought.PEOPLE)) {
            String by = actor.substring(0, actor.indexOf(':') < 0 ? actor.length() : actor.indexOf(':'));
            return new Act.Who("activity.who." + by, "", by);
        }
        String id = actor.substring(Sought.PEOPLE.length());
        if (page.signedIn().user().value().equals(id)) {
            return new Act.Who("activity.you", "", id);
        }
        if (!page.may(Permission.MEMBER_VIEW)) {
            return new Act.Who("activity.somebody", "", id);
        }
        return Optional.ofNullable(known.people().get(id))
                .map(email -> new Act.Who("", email, id))
                .orElse(new Act.Who("activity.gone", "", id));
    }

    private static Map<String, String> noted(Event event) {
        Map<String, String> noted = new LinkedHashMap<>();
        Json.parseObject(event.detail().getBytes(StandardCharsets.UTF_8), MAX_DETAIL)
                .members()
                .forEach((name, value) -> noted.put(
                        name,
                        value instanceof Json.Text(String text)
                                ? text
                                : new String(value.canonical(), StandardCharsets.UTF_8)));
        return noted;
    }
}
