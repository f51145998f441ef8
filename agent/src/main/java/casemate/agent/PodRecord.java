package casemate.agent;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.Locale;

/// What the agent must remember of a pod across its own death.
///
/// @param uid the host's user that owns the volume
/// @param slot the place in the address range
record PodRecord(InstanceId instance, String blueprint, int uid, int slot, Step step) {
    /// In place of a blueprint's name: a pod of the agent's own that no crash may leave behind.
    static final String THROWAWAY = "";

    private static final String TYPE = "agent-pod.v1";
    static final int MAX_BYTES = 64 << 10;

    /// How far the volume is. Each is written down before the act it names.
    enum Step {
        /// Being filled: after a crash it is emptied and filled anew.
        INSTALLING,
        /// Holds a customer's data.
        INSTALLED,
        /// Being removed: after a crash the removal goes on.
        ERASING
    }

    PodRecord at(Step next) {
        return new PodRecord(instance, blueprint, uid, slot, next);
    }

    PodRecord owned(int otherUid) {
        return new PodRecord(instance, blueprint, otherUid, slot, step);
    }

    PodRecord in(int otherSlot) {
        return new PodRecord(instance, blueprint, uid, otherSlot, step);
    }

    byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("instance", instance.value())
                .put("blueprint", blueprint)
                .put("uid", uid)
                .put("slot", slot)
                .put("step", step.name().toLowerCase(Locale.ROOT))
                .build()
                .canonical();
    }

    static PodRecord decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "instance", "blueprint", "uid", "slot", "step");
        if (!o.text("type").equals(TYPE)) {
            throw Refusal.invalid("agent-version", "The agent's directory is of another release; use that one.");
        }
        return new PodRecord(
                new InstanceId(o.text("instance")),
                o.text("blueprint"),
                Math.toIntExact(o.integer("uid")),
                Math.toIntExact(o.integer("slot")),
                Step.valueOf(o.text("step").toUpperCase(Locale.ROOT)));
    }
}
