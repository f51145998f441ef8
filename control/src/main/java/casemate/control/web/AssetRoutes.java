package casemate.control.web;

import casemate.base.Refusal;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Serves [Assets], and says that this program is alive.
@Controller
final class AssetRoutes {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Assets assets;

    AssetRoutes(Assets assets) {
        this.assets = assets;
    }

    @Open("style and script of the sign-in page, too")
    @GetMapping({"/portal/assets/{hash}/{name}", "/console/assets/{hash}/{name}"})
    ResponseEntity<byte[]> asset(@PathVariable("hash") String hash, @PathVariable("name") String name) {
        Assets.Asset asset = assets.find(name)
                .filter(a -> a.hash().equals(hash))
                .orElseThrow(() -> Refusal.notFound("page-unknown", "There is no such page."));
        return ResponseEntity.ok()
                .header("Content-Type", asset.type())
                .header("Cache-Control", FOR_EVER)
                .body(asset.bytes());
    }

    @Open("says nothing but that the program is up")
    @GetMapping({"/portal/healthz", "/console/healthz", "/local/healthz"})
    ResponseEntity<byte[]> alive() {
        return ResponseEntity.noContent().header("Cache-Control", "no-store").build();
    }
}
