package casemate.link;

import casemate.base.Json;

/// What an agent must know of its house.
///
/// @param controlKey the public half of the key that signs snapshots: X.509 SubjectPublicKeyInfo in DER, as Base64
/// @param portal the platform's public host with the port that stands in its addresses, such as
///     `portal.casemate.localhost:8443`
/// @param edgePort where the edge listens, at the address at which the node reaches the house
/// @param authorities the certificates of the authorities (PEM) that vouch for that host
/// @param version of the program that runs the house
public record HouseFacts(String controlKey, String portal, int edgePort, String authorities, String version) {
    Json.Obj json() {
        return Json.object()
                .put("controlKey", controlKey)
                .put("portal", portal)
                .put("edgePort", edgePort)
                .put("authorities", authorities)
                .put("version", version)
                .build();
    }

    static HouseFacts read(Json.Obj o) {
        o.only("controlKey", "portal", "edgePort", "authorities", "version");
        return new HouseFacts(
                o.text("controlKey"),
                o.text("portal"),
                Math.toIntExact(o.integer("edgePort")),
                o.text("authorities"),
                o.text("version"));
    }
}
