package casemate.house;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Goes wherever links lead from where it begins, to one page of each kind, so that a page which somebody adds tomorrow
/// is visited without a line here.
final class Walk {
    /// More kinds than there are; a walk that finds more goes in circles.
    private static final int MAX_PAGES = 200;

    /// What is one thing of many in an address: an identifier, a promise, a number, a digest.
    private static final Pattern ONE_OF_MANY = Pattern.compile("(?<=/)("
            + String.join(
                    "|",
                    "[a-z]{2,4}_[A-Za-z0-9]{8,}",
                    "[A-Z]{3}-\\d+(\\.json)?",
                    "(?<=drills/)[a-z-]+",
                    "\\d+(\\.p)?",
                    "[0-9a-f]{16,}")
            + ")(?=/|$)");

    private static final String LINKS =
            "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href.split('#')[0])";

    /// Looks at a page and says what is wrong with it.
    @FunctionalInterface
    interface Eye {
        List<String> on(Page page);
    }

    private final Page page;
    private final Eye eye;
    private final SortedMap<String, List<String>> seen = new TreeMap<>();

    Walk(Page page, Eye eye) {
        this.page = page;
        this.eye = eye;
    }

    /// @return what was found on each kind of page, by its address
    SortedMap<String, List<String>> from(String... starts) {
        Deque<String> ways = new ArrayDeque<>(List.of(starts));
        Set<String> origins = new LinkedHashSet<>();
        for (String start : starts) {
            origins.add(origin(start));
        }
        while (!ways.isEmpty()) {
            String way = ways.poll();
            if (origins.contains(origin(way)) && !seen.containsKey(kind(way)) && seen.size() < MAX_PAGES) {
                ways.addAll(visit(way));
            }
        }
        return seen;
    }

    private List<String> visit(String way) {
        seen.put(kind(way), List.of());
        Response answer;
        try {
            answer = page.navigate(way);
        } catch (PlaywrightException e) {
            if (String.valueOf(e.getMessage()).contains("Download is starting")) {
                return List.of();
            }
            throw e;
        }
        if (!answer.ok()) {
            seen.put(kind(way), List.of("answers " + answer.status()));
            return List.of();
        }
        if (!answer.headers().getOrDefault("content-type", "").startsWith("text/html")) {
            return List.of();
        }
        seen.put(kind(way), eye.on(page));
        return ((List<?>) page.evaluate(LINKS)).stream().map(String::valueOf).toList();
    }

    private static String kind(String way) {
        return origin(way).replaceFirst("^https?://([^.:/]*).*", "$1")
                + ONE_OF_MANY.matcher(URI.create(way).getRawPath()).replaceAll("*");
    }

    private static String origin(String way) {
        return way.replaceFirst("^(https?://[^/]*).*", "$1");
    }
}
