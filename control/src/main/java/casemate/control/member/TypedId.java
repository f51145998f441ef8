package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.UserId;
import java.util.Optional;
import java.util.function.Function;

/// Reads ids that strangers send: one that is malformed is one that nobody has, and is answered alike.
final class TypedId {
    private TypedId() {}

    static Optional<UserId> user(String typed) {
        return read(typed, UserId::new);
    }

    static Optional<CustomerId> customer(String typed) {
        return read(typed, CustomerId::new);
    }

    static Optional<InstanceId> instance(String typed) {
        return read(typed, InstanceId::new);
    }

    private static <T> Optional<T> read(String typed, Function<String, T> id) {
        try {
            return Optional.of(id.apply(typed));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }
}
