package casemate.control.role;

import casemate.base.InstanceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The roles of one person at one customer, by their codes.
///
/// @param everywhere for the customer and all of its instances
/// @param only for single instances besides; what such a role allows beyond instances does not count
public record Assignment(Optional<String> everywhere, Map<InstanceId, String> only) {
    public Assignment {
        only = Map.copyOf(only);
    }

    /// @param given instances and roles in turn, with blanks between; `null` for none
    public static Assignment read(Optional<String> everywhere, @Nullable String given) {
        if (given == null) {
            return new Assignment(everywhere, Map.of());
        }
        Map<InstanceId, String> only = new HashMap<>();
        String[] words = given.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            only.put(new InstanceId(words[i]), words[i + 1]);
        }
        return new Assignment(everywhere, only);
    }

    public static Assignment of(String role) {
        return new Assignment(Optional.of(role), Map.of());
    }
}
