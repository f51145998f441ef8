package casemate.control.role;

import casemate.base.InstanceId;
import java.util.Map;
import java.util.Optional;

/// The roles of one person at one customer, by their codes.
///
/// @param everywhere for the customer and all of its instances
/// @param only for single instances besides; what such a role allows beyond instances does not count
public record Assignment(Optional<String> everywhere, Map<InstanceId, String> only) {
    public Assignment {
        only = Map.copyOf(only);
    }

    public static Assignment of(String role) {
        return new Assignment(Optional.of(role), Map.of());
    }
}
