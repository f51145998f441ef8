package casemate.wire;

import casemate.base.Json;
import casemate.base.Secret;
import java.util.Optional;

/// What holds on the way to one instance, besides where it is. Rooms of control each set their own part.
///
/// @param access empty when everybody may come in
/// @param underAttack whether visitors first have to show that they are willing to work (EDG-6)
/// @param listener the name of the private listener that alone serves this route (INS-4); empty for the shared one
/// @param identityKey with which the edge signs who asks, for an application that takes its users from the platform;
///     only the instance's own pod knows it too
public record RouteRules(
        Optional<Access> access,
        Shield shield,
        Caps caps,
        boolean underAttack,
        String listener,
        Optional<Secret> identityKey) {
    /// Open to everybody behind the usual firewall.
    public static final RouteRules USUAL =
            new RouteRules(Optional.empty(), Shield.USUAL, Caps.USUAL, false, "", Optional.empty());

    public RouteRules with(Access changed) {
        return new RouteRules(Optional.of(changed), shield, caps, underAttack, listener, identityKey);
    }

    public RouteRules with(Shield changed) {
        return new RouteRules(access, changed, caps, underAttack, listener, identityKey);
    }

    public RouteRules with(Caps changed) {
        return new RouteRules(access, shield, changed, underAttack, listener, identityKey);
    }

    public RouteRules attacked(boolean changed) {
        return new RouteRules(access, shield, caps, changed, listener, identityKey);
    }

    public RouteRules at(String changed) {
        return new RouteRules(access, shield, caps, underAttack, changed, identityKey);
    }

    public RouteRules identifiedBy(Secret key) {
        return new RouteRules(access, shield, caps, underAttack, listener, Optional.of(key));
    }

    Json json() {
        Json.Builder o = Json.object();
        access.ifPresent(a -> o.put("access", a.json()));
        if (!shield.equals(Shield.USUAL)) {
            o.put("shield", shield.json());
        }
        if (!caps.equals(Caps.USUAL)) {
            o.put("caps", caps.json());
        }
        if (underAttack) {
            o.put("underAttack", true);
        }
        if (!listener.isEmpty()) {
            o.put("listener", listener);
        }
        identityKey.ifPresent(key -> o.put("identityKey", key.revealText()));
        return o.build();
    }

    static RouteRules read(Json json) {
        Json.Obj o = Fields.of(json).only("access", "shield", "caps", "underAttack", "listener", "identityKey");
        return new RouteRules(
                o.find("access").map(Access::read),
                o.find("shield").map(Shield::read).orElse(Shield.USUAL),
                o.find("caps").map(Caps::read).orElse(Caps.USUAL),
                o.find("underAttack").isPresent() && o.bool("underAttack"),
                o.find("listener").map(_ -> o.text("listener")).orElse(""),
                o.find("identityKey").map(_ -> Secret.of(o.text("identityKey"))));
    }
}
