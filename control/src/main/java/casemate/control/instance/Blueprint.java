package casemate.control.instance;

import casemate.wire.PodOrder.Limits;
import java.util.Map;
import java.util.Set;

/// An application that can be hosted, as the agent's host offers it.
///
/// @param name its stable id, a file of `blueprints/`
/// @param descriptions one sentence by language; English is always there
/// @param settings what its install step asks for, by name
/// @param limits what a pod of it gets
/// @param signOn how its users sign in
/// @param callback the path to which OpenID Connect leads people back; empty unless it signs on so
/// @param logout where the application hears that somebody has signed out, if it takes that word; empty otherwise
/// @param standbys whether another host can keep its database near
public record Blueprint(
        String name,
        Map<String, String> descriptions,
        Set<String> settings,
        Limits limits,
        SignOn signOn,
        String callback,
        String logout,
        boolean standbys) {
    /// How an application's users sign in.
    public enum SignOn {
        /// By itself: it learns nothing from the platform.
        OWN,
        /// At the platform; the edge tells it who asks.
        HEADER,
        /// At the platform, by OpenID Connect.
        OIDC
    }

    private static final String FALLBACK = "en";

    /// Without standbys.
    public Blueprint(
            String name,
            Map<String, String> descriptions,
            Set<String> settings,
            Limits limits,
            SignOn signOn,
            String callback,
            String logout) {
        this(name, descriptions, settings, limits, signOn, callback, logout, false);
    }

    public Blueprint {
        descriptions = Map.copyOf(descriptions);
        settings = Set.copyOf(settings);
    }

    /// One that keeps its users to itself.
    public Blueprint(String name, Map<String, String> descriptions, Set<String> settings, Limits limits) {
        this(name, descriptions, settings, limits, SignOn.OWN);
    }

    public Blueprint(
            String name, Map<String, String> descriptions, Set<String> settings, Limits limits, SignOn signOn) {
        this(name, descriptions, settings, limits, signOn, "", "");
    }

    /// The sentence in the reader's language, or in English.
    public String description(String language) {
        String english = descriptions.getOrDefault(FALLBACK, "");
        return descriptions.getOrDefault(language, english);
    }
}
