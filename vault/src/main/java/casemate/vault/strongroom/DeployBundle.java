package casemate.vault.strongroom;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What is sealed: the passwords that the live server rotates, in the generation that is known to work and the one that
/// was about to replace it. A crash at any step leaves one of the two in use.
///
/// @param good empty before the first rotation
/// @param pending empty unless a rotation was begun and not seen to end
public record DeployBundle(Optional<Passwords> good, Optional<Passwords> pending) {
    /// Nothing was ever deployed.
    public static final DeployBundle EMPTY = new DeployBundle(Optional.empty(), Optional.empty());

    private static final String FORMAT = "casemate.deploy-secrets.v1";
    private static final String ROW = "casemate.deploy-secrets.v1/passwords";
    private static final String GATEWAYS_ROW = "casemate.deploy-secrets.v1/gateways";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final int MOST_BYTES = 32 << 10;
    private static final int MOST_SECRETS = 64;

    /// One generation.
    ///
    /// @param values by the name of what they open, such as a database role
    public record Passwords(Instant madeAt, Map<String, Secret> values) {
        public Passwords {
            values = Map.copyOf(values);
            if (values.size() > MOST_SECRETS
                    || !values.keySet().stream().allMatch(n -> NAME.matcher(n).matches())) {
                throw Refusal.invalid(
                        "secret-names",
                        "A secret has a name of a-z, 0-9, - and _, and there are at most " + MOST_SECRETS + ".");
            }
        }
    }

    /// Those that may be in use, the likelier first.
    public List<Passwords> candidates() {
        return java.util.stream.Stream.of(pending, good)
                .flatMap(Optional::stream)
                .toList();
    }

    public byte[] seal(SealingKey key) {
        Json.Builder all = Json.object().put("format", FORMAT);
        good.ifPresent(p -> all.put("good", json(p)));
        pending.ifPresent(p -> all.put("pending", json(p)));
        return key.seal(ROW, Secret.of(all.build().canonical()));
    }

    /// @param sealed empty before the first deployment
    /// @throws Refusal `bundle-locked` when it was sealed under another key
    public static DeployBundle open(SealingKey key, byte[] sealed) {
        if (sealed.length == 0) {
            return EMPTY;
        }
        Json.Obj all = unsealed(key, ROW, sealed);
        all.only("format", "good", "pending");
        return new DeployBundle(
                all.find("good").map(j -> passwords((Json.Obj) j)),
                all.find("pending").map(j -> passwords((Json.Obj) j)));
    }

    /// Seals what others issued: the operator does it on the live server, and carries the file over.
    public static byte[] sealGateways(SealingKey key, Passwords issued) {
        Json.Obj all =
                Json.object().put("format", FORMAT).put("issued", json(issued)).build();
        return key.seal(GATEWAYS_ROW, Secret.of(all.canonical()));
    }

    /// @param sealed empty when there are none
    /// @throws Refusal `bundle-locked` when they were sealed under another key
    public static Map<String, Secret> openGateways(SealingKey key, byte[] sealed) {
        return sealed.length == 0
                ? Map.of()
                : passwords(unsealed(key, GATEWAYS_ROW, sealed)
                                .only("format", "issued")
                                .obj("issued"))
                        .values();
    }

    private static Json.Obj unsealed(SealingKey key, String row, byte[] sealed) {
        Secret clear;
        try {
            clear = key.open(row, sealed);
        } catch (IllegalStateException _) {
            throw Refusal.invalid(
                    "bundle-locked",
                    "What the strongroom holds was sealed by another house, or was changed: put this house's"
                            + " keys/strongroom.key back, or give the right strongroom.");
        }
        Json.Obj all = Json.parseObject(clear.reveal(), MOST_BYTES);
        if (!all.text("format").equals(FORMAT)) {
            throw Refusal.conflict("bundle-newer", "A newer release sealed the passwords; start that release.");
        }
        return all;
    }

    private static Json.Obj json(Passwords passwords) {
        Json.Builder values = Json.object();
        new TreeMap<>(passwords.values()).forEach((name, value) -> values.put(name, value.revealText()));
        return Json.object()
                .put("madeAt", passwords.madeAt())
                .put("values", values.build())
                .build();
    }

    private static Passwords passwords(Json.Obj json) {
        Json.Obj values = json.obj("values");
        Map<String, Secret> all = new TreeMap<>();
        values.members().keySet().forEach(name -> all.put(name, Secret.of(values.text(name))));
        return new Passwords(json.instant("madeAt"), all);
    }
}
