package casemate.control.provision;

import casemate.base.Json;
import casemate.control.scim.Asked;
import casemate.control.scim.GroupChange;
import casemate.control.scim.GroupWish;
import casemate.control.scim.Patch;
import casemate.control.scim.Resource;
import casemate.control.web.Open;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// Groups by SCIM (RFC 7644, 3).
@Controller
@Open("the token for provisioning is the proof, and says which customer's groups these are")
final class GroupRoutes {
    private static final String GROUPS = ScimGate.PATH + "/Groups";

    private final Groups groups;
    private final Exchange exchange;

    GroupRoutes(Groups groups, Exchange exchange) {
        this.groups = groups;
        this.exchange = exchange;
    }

    @GetMapping(GROUPS)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked asked = Exchange.asked(request);
        return Exchange.ok(groups.list(ScimClient.of(request).customer(), asked).json(group -> json(group, asked)));
    }

    @PostMapping(GROUPS)
    ResponseEntity<byte[]> create(HttpServletRequest request) {
        GroupWish wish = GroupWish.read(exchange.body(request));
        return one(HttpStatus.CREATED, groups.create(ScimClient.of(request), wish), request);
    }

    @GetMapping(GROUPS + "/{group}")
    ResponseEntity<byte[]> get(HttpServletRequest request, @PathVariable("group") String id) {
        DirectoryGroup group = groups.get(ScimClient.of(request).customer(), id);
        return Exchange.unchanged(request, group.version())
                ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).build()
                : one(HttpStatus.OK, group, request);
    }

    @PutMapping(GROUPS + "/{group}")
    ResponseEntity<byte[]> replace(HttpServletRequest request, @PathVariable("group") String id) {
        GroupWish wish = GroupWish.read(exchange.body(request));
        return one(HttpStatus.OK, groups.replace(ScimClient.of(request), id, Exchange.ifMatch(request), wish), request);
    }

    @PatchMapping(GROUPS + "/{group}")
    ResponseEntity<byte[]> patch(HttpServletRequest request, @PathVariable("group") String id) {
        List<GroupChange> changes = GroupChange.of(Patch.read(exchange.body(request)));
        return one(
                HttpStatus.OK, groups.patch(ScimClient.of(request), id, Exchange.ifMatch(request), changes), request);
    }

    @DeleteMapping(GROUPS + "/{group}")
    ResponseEntity<byte[]> delete(HttpServletRequest request, @PathVariable("group") String id) {
        groups.delete(ScimClient.of(request), id, Exchange.ifMatch(request));
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<byte[]> one(HttpStatus status, DirectoryGroup group, HttpServletRequest request) {
        return Exchange.resource(status, head(group), json(group, Exchange.asked(request)));
    }

    private Json.Obj json(DirectoryGroup group, Asked asked) {
        return head(group)
                .group(
                        new GroupWish(group.displayName(), group.externalId(), Set.of()),
                        asked.shows("members") ? groups.members(group, exchange.base()) : List.of(),
                        asked);
    }

    private Resource head(DirectoryGroup group) {
        return new Resource(
                group.id(),
                exchange.base() + "/Groups/" + group.id(),
                group.created(),
                group.changed(),
                group.version());
    }
}
