package casemate.control.ward;

import casemate.base.AddressRange;
import java.util.Optional;

/// Which bans to show.
///
/// @param touching only those that hold for some of these addresses
/// @param over whether to show also those that have ended
public record BanSearch(Optional<AddressRange> touching, boolean over) {
    static final BanSearch IN_FORCE = new BanSearch(Optional.empty(), false);

    /// @param typed an address or a range; empty for all
    static BanSearch of(String typed, boolean over) {
        String text = typed.strip();
        return new BanSearch(text.isEmpty() ? Optional.empty() : Optional.of(AddressRange.parse(text)), over);
    }
}
