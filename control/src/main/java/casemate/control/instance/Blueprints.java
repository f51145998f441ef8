package casemate.control.instance;

import casemate.base.Refusal;
import casemate.control.instance.Blueprint.SignOn;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The catalogue of what can be hosted; handed in at start by whoever knows the hosts. Empty until then.
final class Blueprints {
    private final AtomicReference<List<Blueprint>> offered = new AtomicReference<>(List.of());

    void offer(List<Blueprint> blueprints) {
        offered.set(List.copyOf(blueprints));
    }

    List<Blueprint> all() {
        return offered.get();
    }

    /// Of one that is not offered any more nothing is known.
    SignOn signOn(String name) {
        return all().stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .map(Blueprint::signOn)
                .orElse(SignOn.OWN);
    }

    /// Empty for those that do not sign on by OpenID Connect.
    String callback(String name) {
        return all().stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .map(Blueprint::callback)
                .orElse("");
    }

    /// Empty for those that hear of nobody who signs out.
    String logout(String name) {
        return all().stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .map(Blueprint::logout)
                .orElse("");
    }

    Blueprint get(String name) {
        return all().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(this::unknown);
    }

    private Refusal unknown() {
        String names = String.join(", ", all().stream().map(Blueprint::name).toList());
        return Refusal.invalid(
                "blueprint-unknown",
                names.isEmpty()
                        ? "No application can be hosted yet: no host has offered its blueprints."
                        : "There is no such application to host; choose one of " + names + ".");
    }
}
