package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One host name and what the edge does with it.
///
/// @param host lower-case DNS name without a port
/// @param instance whose it is; empty for the platform's own pages
/// @param state what a visitor meets
/// @param upstreams replicas to choose from; may be empty unless serving
/// @param rules what holds on the way there
public record Route(
        String host, Optional<InstanceId> instance, State state, List<Upstream> upstreams, RouteRules rules) {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+");

    /// What a visitor meets.
    public enum State {
        /// The application answers.
        SERVING,
        /// A page says that it is starting, and asks again by itself (HTTP 503 with Retry-After).
        STARTING,
        /// A page says that it is suspended (HTTP 503).
        SUSPENDED,
        /// A page says that it is stopped (HTTP 503).
        STOPPED
    }

    public Route {
        if (!HOST.matcher(host).matches()) {
            throw Refusal.invalid("host-malformed", "A route's host is a lower-case DNS name.");
        }
        upstreams = List.copyOf(upstreams);
        if (state == State.SERVING && upstreams.isEmpty()) {
            throw Refusal.invalid("route-without-upstream", "A route that serves needs an upstream.");
        }
    }

    /// With the usual rules.
    public Route(String host, Optional<InstanceId> instance, State state, List<Upstream> upstreams) {
        this(host, instance, state, upstreams, RouteRules.USUAL);
    }

    Json json() {
        Json.Builder o = Json.object()
                .put("host", host)
                .put("state", Fields.word(state))
                .put("upstreams", Json.array(upstreams, Upstream::json));
        instance.ifPresent(i -> o.put("instance", i.value()));
        if (!rules.equals(RouteRules.USUAL)) {
            o.put("rules", rules.json());
        }
        return o.build();
    }

    static Route read(Json json) {
        Json.Obj o = Fields.of(json).only("host", "instance", "state", "upstreams", "rules");
        return new Route(
                o.text("host"),
                o.find("instance").map(_ -> new InstanceId(o.text("instance"))),
                Fields.constant(State.class, o.text("state")),
                o.list("upstreams", Upstream::read),
                o.find("rules").map(RouteRules::read).orElse(RouteRules.USUAL));
    }
}
