package casemate.agent.disk;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.Locale;
import java.util.OptionalInt;

/// What the agent must remember of a pod across its own death.
///
/// @param uid the host's user that owns the volume
/// @param slot the place in the address range
/// @param contents which volume is the pod's
public record PodRecord(InstanceId instance, String blueprint, int uid, int slot, Step step, Contents contents) {
    /// In place of a blueprint's name: a pod of the agent's own that no crash may leave behind.
    public static final String THROWAWAY = "";

    private static final String TYPE = "agent-pod.v1";
    static final int MAX_BYTES = 64 << 10;

    /// How far the volume is. Each is written down before the act it names.
    public enum Step {
        /// Being filled: after a crash it is emptied and filled anew.
        INSTALLING,
        /// Holds a customer's data, and follows an instance on another host: its own application never runs.
        STANDBY,
        /// Holds a customer's data.
        INSTALLED,
        /// Being removed: after a crash the removal goes on.
        ERASING
    }

    /// Which of a pod's volumes, with the secrets that belong to it, is in force. A restore fills another one beside
    /// it, and one write of the record exchanges them.
    ///
    /// @param number of the volume; 0 for the one that the pod began with
    /// @param former the one before, as long as the new one is on trial: a crash brings it back
    /// @param restore the last one that was done; empty when there was none
    public record Contents(int number, OptionalInt former, String restore) {
        static final Contents FIRST = new Contents(0, OptionalInt.empty(), "");

        public Contents trying(String newRestore) {
            return new Contents(number + 1, OptionalInt.of(number), newRestore);
        }

        public Contents confirmed() {
            return new Contents(number, OptionalInt.empty(), restore);
        }

        /// As before the trial, if there is one.
        public Contents reverted() {
            return former.isPresent() ? new Contents(former.getAsInt(), OptionalInt.empty(), "") : this;
        }
    }

    PodRecord(InstanceId instance, String blueprint, int uid, int slot, Step step) {
        this(instance, blueprint, uid, slot, step, Contents.FIRST);
    }

    public PodRecord at(Step next) {
        return new PodRecord(instance, blueprint, uid, slot, next, contents);
    }

    public PodRecord owned(int otherUid) {
        return new PodRecord(instance, blueprint, otherUid, slot, step, contents);
    }

    PodRecord in(int otherSlot) {
        return new PodRecord(instance, blueprint, uid, otherSlot, step, contents);
    }

    public PodRecord with(Contents other) {
        return new PodRecord(instance, blueprint, uid, slot, step, other);
    }

    byte[] encode() {
        Json.Builder o = Json.object()
                .put("type", TYPE)
                .put("instance", instance.value())
                .put("blueprint", blueprint)
                .put("uid", uid)
                .put("slot", slot)
                .put("step", step.name().toLowerCase(Locale.ROOT));
        if (!contents.equals(Contents.FIRST)) {
            o.put("volume", contents.number()).put("restore", contents.restore());
            contents.former().ifPresent(former -> o.put("former", former));
        }
        return o.build().canonical();
    }

    static PodRecord decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES)
                .only("type", "instance", "blueprint", "uid", "slot", "step", "volume", "former", "restore");
        if (!o.text("type").equals(TYPE)) {
            throw Refusal.invalid("agent-version", "The agent's directory is of another release; use that one.");
        }
        return new PodRecord(
                new InstanceId(o.text("instance")),
                o.text("blueprint"),
                Math.toIntExact(o.integer("uid")),
                Math.toIntExact(o.integer("slot")),
                Step.valueOf(o.text("step").toUpperCase(Locale.ROOT)),
                o.find("volume").isPresent() ? contents(o) : Contents.FIRST);
    }

    private static Contents contents(Json.Obj o) {
        return new Contents(
                Math.toIntExact(o.integer("volume")),
                o.find("former").isPresent()
                        ? OptionalInt.of(Math.toIntExact(o.integer("former")))
                        : OptionalInt.empty(),
                o.text("restore"));
    }
}
