package casemate.control.activity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people sort acts into. A kind is some rooms: those with which the actions of the audit begin.
enum ActivityKind {
    SIGN_IN("signin", "factor", "passkey", "step", "reset"),
    PEOPLE("member", "role", "provision"),
    INSTANCES("instance", "domain"),
    ACCESS("access", "ward"),
    BACKUPS("backup", "restore", "replica"),
    ACCOUNT(
            "account",
            "token",
            "request",
            "export",
            "field",
            "offer",
            "region",
            "subscription",
            "invoice",
            "payment",
            "erasure"),
    SIGN_ON("provider"),
    PLATFORM("policy", "drill", "site", "vault", "deploy", "node");

    /// With a space between two.
    private final String rooms;

    ActivityKind(String... rooms) {
        this.rooms = String.join(" ", rooms);
    }

    List<String> rooms() {
        return List.of(rooms.split(" ", -1));
    }

    /// Its name in addresses, such as `sign-in`.
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The key of what it is called.
    String words() {
        return "activity.kind." + code();
    }

    static Optional<ActivityKind> find(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
    }

    /// To which the actions of a room belong; empty for a room that nobody has sorted in.
    static Optional<ActivityKind> of(String room) {
        return Arrays.stream(values()).filter(k -> k.rooms().contains(room)).findFirst();
    }
}
