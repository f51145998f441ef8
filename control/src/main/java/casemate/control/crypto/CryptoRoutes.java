package casemate.control.crypto;

import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The operator's list of the cryptography in use.
@Controller
final class CryptoRoutes {
    private final Landscape landscape;

    CryptoRoutes(Landscape landscape) {
        this.landscape = landscape;
    }

    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/cryptography")
    ResponseEntity<byte[]> page(Page page) {
        return page.show(
                "crypto/landscape",
                Map.of("all", landscape.now(), "checked", landscape.verdicts().checked()));
    }

    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/cryptography.cdx.json")
    ResponseEntity<byte[]> bom() {
        return ResponseEntity.ok()
                .header("Content-Type", "application/vnd.cyclonedx+json; version=1.6")
                .header("Content-Disposition", "attachment; filename=\"casemate.cdx.json\"")
                .header("Cache-Control", "no-store")
                .body(landscape.bom().text().getBytes(StandardCharsets.UTF_8));
    }
}
