package casemate.control.restore;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.backup.Backup;
import casemate.control.backup.Backups;
import casemate.control.backup.Logs;
import casemate.control.instance.Instance;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages about one instance's restores, in the portal and in the console.
@Controller
final class RestorePages {
    static final String TAB = "/restores";
    private static final String PORTAL = "/portal/instances/{id}/restores";
    private static final String CONSOLE = "/console/instances/{id}/restores";
    private static final String FROM = "/from/{backup}";
    private static final String MOMENT = "/moment";
    /// In the form: a copy is made and nothing is replaced.
    private static final String BESIDE = "beside";

    private final Restores restores;
    private final Backups backups;
    private final Logs logs;
    private final Instances instances;
    private final InstanceTabs tabs;

    RestorePages(Restores restores, Backups backups, Logs logs, Instances instances, InstanceTabs tabs) {
        this.restores = restores;
        this.backups = backups;
        this.logs = logs;
        this.instances = instances;
        this.tabs = tabs;
    }

    @Needs(Permission.BACKUP_VIEW)
    @GetMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> list(Page page, @PathVariable("id") String id) {
        Actor actor = page.signedIn().actor();
        Instance instance = instances.get(new InstanceId(id), actor);
        return page.show(
                "restore/list",
                Map.of(
                        "instance", instance,
                        "tabs", tabs.of(instance.id(), TAB),
                        "backups", restores.restorable(instance.id(), actor),
                        "windows", logs.windows(instance.id(), actor),
                        "logs", logs.now(instance.id(), actor),
                        "restores", restores.of(instance.id(), actor)));
    }

    @Needs(Permission.BACKUP_RESTORE)
    @Fresh
    @GetMapping({PORTAL + FROM, CONSOLE + FROM})
    ResponseEntity<byte[]> choose(Page page, @PathVariable("id") String id, @PathVariable("backup") String backup) {
        return choose(page, HttpStatus.OK, id, backup, "", "");
    }

    private ResponseEntity<byte[]> choose(
            Page page, HttpStatus status, String id, String backup, String name, String problem) {
        Actor actor = page.signedIn().actor();
        Instance instance = instances.get(new InstanceId(id), actor);
        Backup chosen = backups.get(instance.id(), backup, actor);
        Map<String, Object> model = new HashMap<>();
        model.put("instance", instance);
        model.put("backup", chosen);
        model.put("creates", creates(page));
        model.put("name", name);
        model.put("problem", problem);
        return page.show(status, "restore/choose", model);
    }

    @Needs(Permission.BACKUP_RESTORE)
    @Fresh
    @PostMapping({PORTAL + FROM, CONSOLE + FROM})
    ResponseEntity<byte[]> restore(
            Page page,
            @PathVariable("id") String id,
            @PathVariable("backup") String backup,
            @RequestParam(name = "how", defaultValue = "") String how,
            @RequestParam(name = "confirmation", defaultValue = "") String confirmation,
            @RequestParam(name = "name", defaultValue = "") String name) {
        Actor actor = page.signedIn().actor();
        InstanceId of = instances.get(new InstanceId(id), actor).id();
        backups.get(of, backup, actor);
        RestoreWish wish = RestoreWish.of(backup);
        try {
            Restore asked = how.equals(BESIDE)
                    ? restores.beside(of, wish, ownName(page, name), actor)
                    : restores.inPlace(of, wish, confirmation, actor);
            return page.see("/instances/" + of.value() + TAB + "/" + asked.id());
        } catch (Refusal refusal) {
            return choose(page, HttpStatus.UNPROCESSABLE_CONTENT, id, backup, name, page.say(refusal));
        }
    }

    @Needs(Permission.BACKUP_RESTORE)
    @Fresh
    @GetMapping({PORTAL + MOMENT, CONSOLE + MOMENT})
    ResponseEntity<byte[]> chooseMoment(Page page, @PathVariable("id") String id) {
        return chooseMoment(page, HttpStatus.OK, id, "", "", "");
    }

    private ResponseEntity<byte[]> chooseMoment(
            Page page, HttpStatus status, String id, String at, String name, String problem) {
        Actor actor = page.signedIn().actor();
        Instance instance = instances.get(new InstanceId(id), actor);
        Map<String, Object> model = new HashMap<>();
        model.put("instance", instance);
        model.put("windows", logs.windows(instance.id(), actor));
        model.put("creates", creates(page));
        model.put("at", at);
        model.put("name", name);
        model.put("problem", problem);
        return page.show(status, "restore/moment", model);
    }

    @Needs(Permission.BACKUP_RESTORE)
    @Fresh
    @PostMapping({PORTAL + MOMENT, CONSOLE + MOMENT})
    ResponseEntity<byte[]> restoreMoment(
            Page page,
            @PathVariable("id") String id,
            @RequestParam(name = "at", defaultValue = "") String at,
            @RequestParam(name = "how", defaultValue = "") String how,
            @RequestParam(name = "confirmation", defaultValue = "") String confirmation,
            @RequestParam(name = "name", defaultValue = "") String name) {
        Actor actor = page.signedIn().actor();
        InstanceId of = instances.get(new InstanceId(id), actor).id();
        try {
            RestoreWish wish = RestoreWish.of(moment(at));
            Restore asked = how.equals(BESIDE)
                    ? restores.beside(of, wish, ownName(page, name), actor)
                    : restores.inPlace(of, wish, confirmation, actor);
            return page.see("/instances/" + of.value() + TAB + "/" + asked.id());
        } catch (Refusal refusal) {
            return chooseMoment(page, HttpStatus.UNPROCESSABLE_CONTENT, id, at, name, page.say(refusal));
        }
    }

    /// As people write it and as browsers send it, in UTC.
    private static Instant moment(String at) {
        try {
            return LocalDateTime.parse(at.strip().replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            throw Refusal.invalid("moment-malformed", "Write the moment as 2026-11-22 17:30:00.");
        }
    }

    private static Slug ownName(Page page, String name) {
        if (!creates(page)) {
            throw Refusal.forbidden("create-not-allowed", "You may not make instances; ask an administrator of yours.");
        }
        return Slug.parse(name);
    }

    /// A copy beside is another instance: whoever has one made must be allowed to have instances made.
    private static boolean creates(Page page) {
        return page.console() || page.signedIn().may(Permission.INSTANCE_CREATE);
    }

    @Needs(Permission.BACKUP_VIEW)
    @GetMapping({PORTAL + "/{restore}", CONSOLE + "/{restore}"})
    ResponseEntity<byte[]> one(Page page, @PathVariable("id") String id, @PathVariable("restore") String restore) {
        return one(page, "restore/one", id, restore);
    }

    /// The part of the page that follows by itself.
    @Needs(Permission.BACKUP_VIEW)
    @GetMapping({PORTAL + "/{restore}/live", CONSOLE + "/{restore}/live"})
    ResponseEntity<byte[]> live(Page page, @PathVariable("id") String id, @PathVariable("restore") String restore) {
        return one(page, "restore/live", id, restore);
    }

    private ResponseEntity<byte[]> one(Page page, String template, String id, String restore) {
        Actor actor = page.signedIn().actor();
        Instance instance = instances.get(new InstanceId(id), actor);
        Restore shown = restores.get(instance.id(), restore, actor);
        Instance target = instances.get(shown.instance(), actor);
        return page.show(template, Map.of("instance", instance, "restore", shown, "target", target));
    }
}
