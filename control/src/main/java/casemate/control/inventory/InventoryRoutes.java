package casemate.control.inventory;

import casemate.base.Json;
import casemate.control.web.Page;
import casemate.control.web.SignedIn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows people what is kept about them: for reading, and as JSON.
@Controller
final class InventoryRoutes {
    private static final int VERSION = 1;

    private final Inventory inventory;

    InventoryRoutes(Inventory inventory) {
        this.inventory = inventory;
    }

    @SignedIn("what is kept concerns everybody of whom it is kept")
    @GetMapping("/portal/account/kept")
    ResponseEntity<byte[]> page(Page page) {
        return page.show("inventory/kept", Map.of("kept", Kept.of(inventory.fields())));
    }

    @SignedIn("what is kept concerns everybody of whom it is kept")
    @GetMapping("/portal/account/kept.json")
    ResponseEntity<byte[]> json(Page page) {
        List<Json> fields = inventory.fields().stream()
                .filter(f -> f.personal().isPresent())
                .map(f -> json(page, f.column(), f.personal().orElseThrow()))
                .toList();
        Json.Obj all = Json.object()
                .put("version", VERSION)
                .put("language", page.language().code())
                .put("fields", new Json.Arr(fields))
                .build();
        return ResponseEntity.ok()
                .header("Content-Type", "application/json")
                .header("Content-Disposition", "attachment; filename=\"kept.json\"")
                .header("Cache-Control", "no-store")
                .body(all.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Json json(Page page, Column column, Personal personal) {
        return Json.object()
                .put("schema", column.schema())
                .put("table", column.table())
                .put("column", column.name())
                .put("what", page.say(personal.whatWords()))
                .put("why", page.say(personal.whyWords()))
                .put("until", page.say(personal.untilWords()))
                .put("key", page.say(personal.keyWords()))
                .put("signUp", personal.signUp())
                .build();
    }
}
