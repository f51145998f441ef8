package casemate.control.provision;

import casemate.base.Json;
import casemate.control.scim.Asked;
import casemate.control.scim.Patch;
import casemate.control.scim.Resource;
import casemate.control.scim.Slice;
import casemate.control.scim.UserWish;
import casemate.control.web.Open;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// Users by SCIM (RFC 7644, 3).
@Controller
@Open("the token for provisioning is the proof, and says which customer's people these are")
final class UserRoutes {
    private static final String USERS = ScimGate.PATH + "/Users";

    private final People people;
    private final Exchange exchange;

    UserRoutes(People people, Exchange exchange) {
        this.people = people;
        this.exchange = exchange;
    }

    @GetMapping(USERS)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Exchange.asked(request);
        Slice<Entry> slice = people.list(ScimClient.of(request).customer(), asked);
        Map<String, List<Resource.Named>> groups =
                asked.shows("groups") ? people.groups(slice.items(), exchange.base()) : Map.of();
        return Exchange.ok(slice.json(entry -> json(entry, groups, asked)));
    }

    @PostMapping(USERS)
    ResponseEntity<byte[]> create(HttpServletRequest request) {
        Entry entry = people.create(ScimClient.of(request), UserWish.read(exchange.body(request)));
        return one(HttpStatus.CREATED, entry, request);
    }

    @GetMapping(USERS + "/{user}")
    ResponseEntity<byte[]> get(HttpServletRequest request, @PathVariable("user") String user) {
        Entry entry = people.get(ScimClient.of(request).customer(), user);
        return Exchange.unchanged(request, entry.version())
                ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).build()
                : one(HttpStatus.OK, entry, request);
    }

    @PutMapping(USERS + "/{user}")
    ResponseEntity<byte[]> replace(HttpServletRequest request, @PathVariable("user") String user) {
        UserWish wish = UserWish.read(exchange.body(request));
        return one(
                HttpStatus.OK, people.replace(ScimClient.of(request), user, Exchange.ifMatch(request), wish), request);
    }

    @PatchMapping(USERS + "/{user}")
    ResponseEntity<byte[]> patch(HttpServletRequest request, @PathVariable("user") String user) {
        Patch patch = Patch.read(exchange.body(request));
        return one(
                HttpStatus.OK, people.patch(ScimClient.of(request), user, Exchange.ifMatch(request), patch), request);
    }

    @DeleteMapping(USERS + "/{user}")
    ResponseEntity<byte[]> delete(HttpServletRequest request, @PathVariable("user") String user) {
        people.delete(ScimClient.of(request), user, Exchange.ifMatch(request));
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<byte[]> one(HttpStatus status, Entry entry, HttpServletRequest request) {
        Asked asked = Exchange.asked(request);
        Json.Obj json = json(entry, people.groups(List.of(entry), exchange.base()), asked);
        return Exchange.resource(status, head(entry), json);
    }

    private Json.Obj json(Entry entry, Map<String, List<Resource.Named>> groups, Asked asked) {
        return head(entry).user(entry.user(), groups.getOrDefault(entry.id(), List.of()), asked);
    }

    private Resource head(Entry entry) {
        return new Resource(
                entry.id(),
                exchange.base() + "/Users/" + entry.id(),
                entry.created(),
                entry.changed(),
                entry.version());
    }
}
