package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides what may become of an instance. Pure.
final class InstanceRules {
    /// More is a sign of a script, not of a customer; an operator can be asked.
    static final int MAX_PER_CUSTOMER = 5;
    /// Rows of erased instances stay: somebody who orders and erases in a loop must not fill the table.
    static final int MAX_ORDERS_A_DAY = 20;
    /// What one edge snapshot holds (see EdgeSnapshot.MAX_BYTES).
    static final int MAX_ON_PLATFORM = 10_000;
    /// Browsers and mail clients still hold cookies and links of the former owner for about so long.
    static final Duration NAME_RESTS = Duration.ofDays(30);
    /// Below this part of what is known, a change of memory is noise and not worth a write.
    private static final int MEMORY_NOISE = 16;

    private static final Pattern LISTENER = Pattern.compile("[a-z0-9-]{0,40}");

    private InstanceRules() {}

    /// The wanted state after a wish.
    ///
    /// @throws Refusal where the graph has no such edge
    static Wanted after(InstanceWish wish, Wanted now) {
        if (now == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "This instance is erased; create a new one.");
        }
        return switch (wish) {
            case START -> unlessSuspended(now, Wanted.RUNNING);
            case STOP -> unlessSuspended(now, Wanted.STOPPED);
            case SUSPEND -> Wanted.SUSPENDED;
            // Running, whatever it was before: the customer is given back what was withheld.
            case RESUME -> onlySuspended(now);
            case ERASE -> Wanted.ERASED;
        };
    }

    private static Wanted unlessSuspended(Wanted now, Wanted next) {
        if (now == Wanted.SUSPENDED) {
            throw Refusal.conflict("instance-suspended", "This instance is suspended; ask the vendor to resume it.");
        }
        return next;
    }

    private static Wanted onlySuspended(Wanted now) {
        if (now != Wanted.SUSPENDED) {
            throw Refusal.conflict("instance-not-suspended", "Only a suspended instance can be resumed.");
        }
        return Wanted.RUNNING;
    }

    /// Refuses who may not do this. A customer does not learn that another's instance exists.
    static void permit(InstanceWish wish, CustomerId owner, Actor actor) {
        see(owner, actor);
        if (actor instanceof Actor.Customer && (wish == InstanceWish.SUSPEND || wish == InstanceWish.RESUME)) {
            throw Refusal.forbidden(
                    "operators-only", "Only the vendor suspends and resumes; stop the instance instead.");
        }
    }

    /// Refuses what cannot be a private listener's name; none is the shared one.
    static void listener(String name) {
        if (!LISTENER.matcher(name).matches()) {
            throw Refusal.invalid(
                    "listener-malformed", "A private listener's name is at most 40 of a-z, 0-9 and hyphens.");
        }
    }

    /// Refuses who may not choose where an instance is served.
    static void permitListener(Instance instance, Actor actor) {
        see(instance.customer(), actor);
        if (actor instanceof Actor.Customer) {
            throw Refusal.forbidden("listener-operators-only", "Only the vendor chooses the listener; ask for one.");
        }
        if (instance.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "This instance is erased; create a new one.");
        }
    }

    /// Refuses who may not even know of it.
    static void see(CustomerId owner, Actor actor) {
        boolean known = switch (actor) {
            case Actor.Customer c -> c.customer().equals(owner);
            case Actor.Operator _, Actor.Program _ -> true;
            case Actor.Anonymous _ -> false;
        };
        if (!known) {
            throw notFound();
        }
    }

    static Refusal notFound() {
        return Refusal.notFound("instance-unknown", "There is no such instance; look at the list of instances.");
    }

    /// Who last had a name, as far as a new wish for it is concerned.
    record NameHolder(CustomerId customer, Optional<Instant> erased) {}

    /// Refuses a name that lives, or that another customer gave up a short while ago.
    static void nameIsFree(List<NameHolder> holders, CustomerId asking, Instant now) {
        for (NameHolder holder : holders) {
            boolean resting = holder.erased()
                    .map(at -> !holder.customer().equals(asking) && now.isBefore(at.plus(NAME_RESTS)))
                    .orElse(true);
            if (resting) {
                throw nameTaken();
            }
        }
    }

    static Refusal nameTaken() {
        return Refusal.conflict(
                "slug-taken", "This name for an address is in use or was until lately; choose another.");
    }

    /// @param alive instances that the customer has
    /// @param today instances that the customer ordered within a day, erased ones too
    /// @param onPlatform instances of all customers
    static void roomFor(int alive, int today, int onPlatform) {
        if (alive >= MAX_PER_CUSTOMER) {
            throw Refusal.conflict(
                    "instances-too-many",
                    "A customer has at most " + MAX_PER_CUSTOMER + " instances; delete one or ask the vendor.");
        }
        if (today >= MAX_ORDERS_A_DAY) {
            throw new Refusal(
                    Refusal.Kind.TOO_MANY,
                    "orders-too-many",
                    "That were " + MAX_ORDERS_A_DAY + " new instances within a day; try again tomorrow.");
        }
        if (onPlatform >= MAX_ON_PLATFORM) {
            throw Refusal.conflict("platform-full", "The platform has no room for another instance; ask the vendor.");
        }
    }

    /// Refuses an application that asks for what no form here asks.
    static void bringsAll(Set<String> brought, Set<String> asked) {
        if (!brought.containsAll(asked)) {
            throw Refusal.invalid(
                    "blueprint-setting-unknown",
                    "This application asks for a setting that the platform does not know; ask the vendor.");
        }
    }

    /// What a visitor of the instance's address meets; empty when the address is not served at all.
    static Optional<Route.State> met(Wanted wanted, Seen seen) {
        return switch (wanted) {
            case RUNNING -> Optional.of(answers(seen) ? Route.State.SERVING : Route.State.STARTING);
            case SUSPENDED -> Optional.of(Route.State.SUSPENDED);
            case STOPPED -> Optional.of(Route.State.STOPPED);
            case ERASED -> Optional.empty();
        };
    }

    /// An unhealthy application keeps its visitors: its own error page says more than ours, and one slow answer to the
    /// health check must not take it off the air.
    private static boolean answers(Seen seen) {
        return !seen.upstreams().isEmpty()
                && seen.phase()
                        .filter(phase -> phase == Phase.RUNNING || phase == Phase.UNHEALTHY)
                        .isPresent();
    }

    /// Whether the edge has to hear of it.
    static boolean routeDiffers(Wanted wanted, Seen before, Seen after) {
        return !met(wanted, before).equals(met(wanted, after))
                || !before.upstreams().equals(after.upstreams());
    }

    /// Whether a report says something worth a write.
    static boolean newsIn(Seen before, Seen after) {
        return !before.phase().equals(after.phase())
                || !before.upstreams().equals(after.upstreams())
                || !before.detail().equals(after.detail())
                || before.restarts() != after.restarts()
                || Math.abs(after.memoryBytes() - before.memoryBytes()) > before.memoryBytes() / MEMORY_NOISE;
    }
}
