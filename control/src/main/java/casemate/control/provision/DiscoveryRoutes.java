package casemate.control.provision;

import casemate.control.scim.Discovery;
import casemate.control.scim.ScimProblem;
import casemate.control.web.Open;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/// What there is, and what there is not (RFC 7644, 4).
@Controller
@Open("the token for provisioning is the proof, and this is the same for all")
final class DiscoveryRoutes {
    private final Discovery discovery;

    DiscoveryRoutes(Discovery discovery) {
        this.discovery = discovery;
    }

    @GetMapping(ScimGate.PATH + "/ServiceProviderConfig")
    ResponseEntity<byte[]> configuration() {
        return Exchange.ok(discovery.configuration());
    }

    @GetMapping(ScimGate.PATH + "/ResourceTypes")
    ResponseEntity<byte[]> resourceTypes() {
        return Exchange.ok(discovery.resourceTypes().json(t -> t));
    }

    @GetMapping(ScimGate.PATH + "/ResourceTypes/{name}")
    ResponseEntity<byte[]> resourceType(@PathVariable("name") String name) {
        return Exchange.ok(discovery.resourceType(name));
    }

    @GetMapping(ScimGate.PATH + "/Schemas")
    ResponseEntity<byte[]> schemas() {
        return Exchange.ok(discovery.schemas().json(s -> s));
    }

    @GetMapping(ScimGate.PATH + "/Schemas/{schema}")
    ResponseEntity<byte[]> schema(@PathVariable("schema") String schema) {
        return Exchange.ok(discovery.schema(schema));
    }

    @RequestMapping({ScimGate.PATH + "/Bulk", ScimGate.PATH + "/Me"})
    @SuppressWarnings("DoNotCallSuggester") // it is called: by requests
    ResponseEntity<byte[]> not() {
        throw new ScimProblem(501, "", "There is no such operation here; see ServiceProviderConfig.");
    }
}
