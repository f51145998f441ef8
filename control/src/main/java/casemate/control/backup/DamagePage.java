package casemate.control.backup;

import casemate.base.InstanceId;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The operator's list of what was found damaged at sites.
@Controller
final class DamagePage {
    private final Damages damages;
    private final Instances instances;

    DamagePage(Damages damages, Instances instances) {
        this.damages = damages;
        this.instances = instances;
    }

    @Needs(Permission.STAFF_BACKUP_VIEW)
    @GetMapping("/console" + Damages.PAGE)
    ResponseEntity<byte[]> page(Page page) {
        List<Damage> found = damages.newest();
        Map<InstanceId, Instance> of =
                instances.living(found.stream().map(Damage::instance).collect(Collectors.toSet())).stream()
                        .map(id -> instances.get(id, page.signedIn().actor()))
                        .collect(Collectors.toMap(Instance::id, Function.identity()));
        return page.show("backup/damage", new HashMap<>(Map.of("found", found, "instances", of)));
    }
}
