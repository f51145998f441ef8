package casemate.promise;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// The leaf that puts a policy into force: appended after the [PromiseMade] leaves that it names, it makes them
/// effective together.
///
/// @param policy SHA-256 of the policy file, in hexadecimal
/// @param promises in the catalogue's order, each with a leaf of the same policy before this one
public record PolicyInForce(
        String policy, Vendor vendor, List<Language> languages, List<PromiseId> promises, Instant inForce)
        implements Leaf {
    public static final String TYPE = "casemate.policy.v1";

    public PolicyInForce {
        LeafFields.policy(policy);
        languages = List.copyOf(languages);
        promises = List.copyOf(promises);
        inForce = LeafFields.millis(inForce);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Json.Obj json() {
        return Json.object()
                .put("type", TYPE)
                .put("policy", policy)
                .put("vendor", vendor.json())
                .put("languages", Json.array(languages, l -> Json.of(l.code())))
                .put("promises", Json.array(promises, id -> Json.of(id.value())))
                .put("inForce", inForce)
                .build();
    }

    static PolicyInForce read(Json.Obj o) {
        o.only("type", "policy", "vendor", "languages", "promises", "inForce");
        return new PolicyInForce(
                o.text("policy"),
                Vendor.read(o.obj("vendor")),
                o.list("languages", code -> Language.of(LeafFields.text(code))),
                o.list("promises", id -> new PromiseId(LeafFields.text(id))),
                o.instant("inForce"));
    }
}
