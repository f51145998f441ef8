package casemate.control.site;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import casemate.wire.SiteAccess;

/// Credentials as the table keeps them: sealed under the platform's key, bound to the site's name.
final class SiteSeal {
    static final String KIND = "site.access";
    private static final int MAX_BYTES = 64 << 10;

    private final Vault vault;

    SiteSeal(Vault vault) {
        this.vault = vault;
    }

    byte[] seal(String name, SiteAccess access) {
        byte[] clear = Json.object()
                .put("hostKeys", access.hostKeys())
                .put("credentials", access.credentials().revealText())
                .put("pruning", access.pruning().revealText())
                .build()
                .canonical();
        return vault.seal(KeyOwner.PLATFORM, new Place(KIND, name), clear);
    }

    SiteAccess open(String name, byte[] sealed) {
        Json.Obj o = Json.parseObject(vault.open(KeyOwner.PLATFORM, new Place(KIND, name), sealed), MAX_BYTES);
        return new SiteAccess(
                o.text("hostKeys"), Secret.of(o.text("credentials")), Secret.of(o.text("pruning")), false);
    }
}
