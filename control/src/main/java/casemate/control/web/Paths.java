package casemate.control.web;

import java.util.regex.Pattern;

/// Keeps redirects at home.
public final class Paths {
    private static final Pattern OWN = Pattern.compile("/(?:[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?)?");

    private Paths() {}

    /// The path when it is a plain one on this site, else the home page.
    public static String own(String path) {
        return OWN.matcher(path).matches() && !path.startsWith("//") ? path : "/";
    }
}
