package casemate.wire;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;
import java.util.Optional;

/// Addresses that nothing is answered to, for a time (EDG-5).
///
/// @param id names the ban in console, command line and record
/// @param instance where it holds; empty for the whole platform
/// @param rule the kebab-case name of the rule that caused it, such as `missing-pages`
public record Ban(String id, AddressRange range, Optional<InstanceId> instance, Instant until, String rule) {
    public Json json() {
        Json.Builder o = Json.object()
                .put("id", id)
                .put("range", range.toString())
                .put("until", until)
                .put("rule", rule);
        instance.ifPresent(i -> o.put("instance", i.value()));
        return o.build();
    }

    public static Ban read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "range", "until", "rule", "instance");
        return new Ban(
                o.text("id"),
                AddressRange.parse(o.text("range")),
                o.find("instance").map(_ -> new InstanceId(o.text("instance"))),
                o.instant("until"),
                o.text("rule"));
    }
}
