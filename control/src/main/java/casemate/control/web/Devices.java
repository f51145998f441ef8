package casemate.control.web;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/// Names a browser in a few words, so that its owner recognises it in a list. A guess for people; nothing is decided by
/// it.
final class Devices {
    /// In this order: later browsers carry the names of those they imitate.
    private static final List<Entry<String, String>> BROWSERS = List.of(
            Map.entry("Edg/", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"),
            Map.entry("curl/", "curl"));

    private static final List<Entry<String, String>> SYSTEMS = List.of(
            Map.entry("Android", "Android"),
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("Linux", "Linux"));

    private Devices() {}

    static String name(String userAgent) {
        String browser = first(BROWSERS, userAgent, "?");
        String system = first(SYSTEMS, userAgent, "");
        return system.isEmpty() ? browser : browser + " · " + system;
    }

    private static String first(List<Entry<String, String>> signs, String userAgent, String otherwise) {
        return signs.stream()
                .filter(s -> userAgent.contains(s.getKey()))
                .map(Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
