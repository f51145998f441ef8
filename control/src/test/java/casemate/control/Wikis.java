package casemate.control;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Slug;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.wire.AgentReport;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Customers' wikis, for tests that play the agent.
public final class Wikis {
    private static final String NAME = "dokuwiki";

    private Wikis() {}

    public static Blueprint blueprint() {
        return new Blueprint(
                NAME,
                Map.of("en", "A wiki."),
                Set.of("title", "adminName", "adminEmail", "adminPasswordBcrypt", "language"),
                new Limits(256 << 20, 500, 128));
    }

    /// Orders one for the first customer of this person.
    public static Instance order(TestControl control, String email, String slug) {
        Person person = Customers.person(control, email);
        CustomerId customer =
                control.door(Memberships.class).of(person.id()).getFirst().customer();
        return control.door(Instances.class)
                .create(
                        new CreateInstance(customer, NAME, Slug.parse(slug), "Wiki", email, "en"),
                        new Actor.Customer(person.id(), customer))
                .instance();
    }

    /// Says, as the agent of the first host, how it stands.
    ///
    /// @param when later than what was said before
    public static void say(TestControl control, Instant when, Instance instance, Phase phase) {
        control.door(Instances.class)
                .reports()
                .receive(new AgentReport(
                                "local", when, 1, List.of(new PodReport(instance.id(), phase, List.of(), "", 0, 0)))
                        .encode());
    }
}
