package casemate.control.backup;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The page about one instance's backups, in the portal and in the console.
@Controller
final class BackupPages {
    static final String TAB = "/backups";
    private static final String PORTAL = "/portal/instances/{id}/backups";
    private static final String CONSOLE = "/console/instances/{id}/backups";
    /// Each costs processor time and, for a while, room on the disk.
    private static final Limit ASKED = new Limit("backup-now", 6, Duration.ofHours(1));

    private final Backups backups;
    private final Instances instances;
    private final InstanceTabs tabs;
    private final RateLimits limits;

    BackupPages(Backups backups, Instances instances, InstanceTabs tabs, RateLimits limits) {
        this.backups = backups;
        this.instances = instances;
        this.tabs = tabs;
        this.limits = limits;
    }

    @Needs(Permission.BACKUP_VIEW)
    @GetMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> show(Page page, @PathVariable("id") String id) {
        Instance instance = instances.get(new InstanceId(id), page.signedIn().actor());
        List<Backup> all = backups.of(instance.id(), page.signedIn().actor());
        Optional<Backup> rehearsed = all.stream()
                .filter(b -> b.kind() == Backup.Kind.REHEARSAL && b.done())
                .findFirst();
        Map<String, Object> model = new HashMap<>();
        model.put("instance", instance);
        model.put("tabs", tabs.of(instance.id(), TAB));
        model.put(
                "backups",
                all.stream().filter(b -> b.kind() == Backup.Kind.BACKUP).toList());
        model.put("rehearsed", rehearsed);
        model.put("sites", backups.sites());
        model.put("unreached", backups.unreached(instance.id(), page.signedIn().actor()));
        return page.show("backup/one", model);
    }

    @Needs(Permission.BACKUP_MAKE)
    @PostMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> now(Page page, @PathVariable("id") String id) {
        limits.count(ASKED, id);
        try {
            backups.now(new InstanceId(id), page.signedIn().actor());
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.CONFLICT) {
                throw refusal;
            }
            return page.see("/instances/" + id + TAB, Flash.bad("backup.refusal." + refusal.code()));
        }
        return page.see("/instances/" + id + TAB, Flash.good("backup.done.order"));
    }
}
