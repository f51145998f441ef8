package casemate.edge;

import casemate.base.Secret;
import casemate.edge.entry.Identity;
import casemate.edge.entry.Passes;
import casemate.wire.Access;
import casemate.wire.Pass;
import casemate.wire.Route;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The platform's sign-on for applications that take their users from it: leads to the portal and back, tells the
/// application who asks, and leads to the portal's sign-out. Asked last, so only about visitors who are let in.
final class SignOnGuard implements Guard {
    static final String SIGN_IN = "/.casemate/sign-in";
    static final String SIGN_OUT = "/.casemate/sign-out";

    private final Passes passes;
    private final PortalWay portal;
    private final Clock clock;
    private final EntryPages pages = new EntryPages();

    SignOnGuard(Passes passes, PortalWay portal, Clock clock) {
        this.passes = passes;
        this.portal = portal;
        this.clock = clock;
    }

    @Override
    public @Nullable Receiver stop(Request request) {
        Route route = request.route();
        Optional<Secret> key = route.rules().identityKey();
        if (key.isEmpty()) {
            return null;
        }
        long generation = generation(route);
        Optional<Pass> pass = passes.of(request.head(), route.host(), generation);
        String target = request.head().target();
        if (target.startsWith(EntryGuard.OURS) && reads(request)) {
            return ours(request, target, generation, pass);
        }
        pass.ifPresent(who -> request.visit()
                .identified(Identity.of(
                        who,
                        portal.origin(request),
                        route.host(),
                        request.visit().requestId().toString(),
                        key.get(),
                        clock.instant())));
        return null;
    }

    /// What was opened in somebody's name ends with their sign-on.
    @Override
    public boolean lets(Request request) {
        Route route = request.route();
        return request.visit().identity().isEmpty()
                || passes.of(request.asked(), route.host(), generation(route)).isPresent();
    }

    private static long generation(Route route) {
        return route.rules().access().map(Access::generation).orElse(0L);
    }

    private static boolean reads(Request request) {
        return request.head().method("GET") || request.head().method("HEAD");
    }

    private @Nullable Receiver ours(Request request, String target, long generation, Optional<Pass> pass) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return switch (path) {
            case SIGN_IN -> {
                String to = PortalWay.home(EntryForm.fields(query).getOrDefault("to", "/"));
                Passes.Flow flow = passes.begin(request.head());
                yield pass.isPresent()
                        ? redirect(request, to, "")
                        : redirect(request, portal.signIn(request, to, flow.digest()), flow.cookie());
            }
            case EntryGuard.ENTER -> {
                String ticket = EntryForm.fields(query).getOrDefault("ticket", "");
                Optional<Passes.Entered> entered =
                        passes.enter(request.head(), ticket, request.route().host(), generation);
                yield entered.map(in -> redirect(request, PortalWay.home(in.to()), in.cookie()))
                        .orElseGet(() -> redirect(request, "/", ""));
            }
            case SIGN_OUT -> {
                boolean meant = pass.isPresent() && !fromElsewhere(request);
                yield meant
                        ? redirect(request, portal.signOut(request, pass.get()), Passes.forget())
                        : redirect(request, "/", "");
            }
            default -> null;
        };
    }

    /// Whether another site sent the browser here (Fetch Metadata): it may not sign people out. Browsers that
    /// do not say so are not kept from signing out.
    private static boolean fromElsewhere(Request request) {
        for (int i = 0; i < request.head().count(); i++) {
            if (request.head().name(i).equalsIgnoreCase("sec-fetch-site")) {
                String site = request.head().value(i);
                return !site.equals("same-origin") && !site.equals("none");
            }
        }
        return false;
    }

    private Receiver redirect(Request request, String location, String cookie) {
        pages.redirect(request, location, cookie);
        return new Receiver.Discard();
    }
}
