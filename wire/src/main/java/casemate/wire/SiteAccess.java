package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.Base64;

/// What opens a site to the platform. It travels in signed orders and stays in memory.
///
/// @param hostKeys of an SSH server, each as a line of `known_hosts` has it after the name: `ssh-ed25519 AAAA…`, one a
/// line
/// @param credentials a private key as OpenSSH writes it, or two lines as AWS's tools read them
/// @param pruning other credentials, for removing what is too old; empty when the first ones may
/// @param appendOnly whether nothing can be removed with what is here
public record SiteAccess(String hostKeys, Secret credentials, Secret pruning, boolean appendOnly) {
    public static final int MAX_BYTES = 16 << 10;
    private static final int MAX_HOST_KEY = 4_000;

    /// For a directory.
    public static final SiteAccess NONE = new SiteAccess("", Secret.of(""), Secret.of(""), false);

    public SiteAccess {
        if (credentials.length() > MAX_BYTES || pruning.length() > MAX_BYTES || hostKeys.length() > MAX_HOST_KEY) {
            throw Refusal.invalid("credentials-malformed", "Credentials have at most 16 KiB, host keys 4,000 letters.");
        }
    }

    /// The same, with what may remove.
    public SiteAccess forPruning() {
        return pruning.length() == 0 ? this : new SiteAccess(hostKeys, pruning, Secret.of(""), false);
    }

    Json json() {
        return Json.object()
                .put("hostKeys", hostKeys)
                .put("credentials", text(credentials))
                .put("pruning", text(pruning))
                .put("appendOnly", appendOnly)
                .build();
    }

    static SiteAccess read(Json json) {
        Json.Obj o = Fields.of(json).only("hostKeys", "credentials", "pruning", "appendOnly");
        return new SiteAccess(
                o.text("hostKeys"), secret(o.text("credentials")), secret(o.text("pruning")), o.bool("appendOnly"));
    }

    private static String text(Secret secret) {
        return Base64.getEncoder().encodeToString(secret.reveal());
    }

    private static Secret secret(String text) {
        try {
            return Secret.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("credentials-malformed", "Credentials are written in base 64.");
        }
    }
}
