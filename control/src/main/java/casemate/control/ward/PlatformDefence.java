package casemate.control.ward;

import casemate.base.AddressRange;
import casemate.control.instance.DefencePart;
import casemate.wire.Defence;
import java.time.Instant;
import java.util.List;

/// Tells edges which bans hold, who is spared and whether the platform is under attack.
final class PlatformDefence implements DefencePart {
    private final BanTable bans;
    private final PlatformTable platform;

    PlatformDefence(BanTable bans, PlatformTable platform) {
        this.bans = bans;
        this.platform = platform;
    }

    @Override
    public Defence shape(Defence before, Instant issued) {
        List<AddressRange> spared =
                platform.spared(Ward.MAX_SPARED).stream().map(Spared::range).toList();
        return new Defence(
                before.misses(),
                before.window(),
                before.ban(),
                before.perSecond(),
                platform.underAttack(),
                before.transport(),
                spared,
                bans.inForce(issued, Defence.MAX_BANS));
    }
}
