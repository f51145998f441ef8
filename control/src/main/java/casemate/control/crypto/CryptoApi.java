package casemate.control.crypto;

import casemate.base.Json;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The command line's way to the same list.
@Controller
@Open("the token of the local API guards it")
final class CryptoApi {
    private final Landscape landscape;

    CryptoApi(Landscape landscape) {
        this.landscape = landscape;
    }

    @GetMapping("/local/api/v1/cryptography")
    ResponseEntity<byte[]> list() {
        return JsonAnswer.ok(Json.object()
                .put("checked", landscape.verdicts().checked().toString())
                .put("assets", Json.array(landscape.now(), CryptoApi::json))
                .build());
    }

    @GetMapping("/local/api/v1/cryptography/bom")
    ResponseEntity<byte[]> bom() {
        return JsonAnswer.ok(landscape.bom());
    }

    private static Json.Obj json(Judged judged) {
        Asset asset = judged.asset();
        Json.Builder o = Json.object()
                .put("kind", asset.kind().name().toLowerCase(Locale.ROOT))
                .put("name", asset.name())
                .put("algorithm", asset.algorithm())
                .put("bits", asset.bits())
                .put("where", asset.where())
                .put("verdict", judged.verdict().name().toLowerCase(Locale.ROOT))
                .put("source", judged.source());
        asset.since().ifPresent(s -> o.put("since", s.toString()));
        asset.until().ifPresent(u -> o.put("until", u.toString()));
        judged.end().ifPresent(e -> o.put("end", e.toString()));
        return o.build();
    }
}
