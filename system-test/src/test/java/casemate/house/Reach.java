package casemate.house;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Whether a page can be used by everybody: without a mouse, with a screen reader, on a telephone. The rules are those
/// of axe-core (WCAG 2.2 A and AA); it is told to the page past its content policy, as a browser's extension would.
final class Reach {
    private static final int MAX_STOPS = 400;
    private static final int SPARE_STOPS = 5;

    private static final String RULES = """
            async () => (await axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations']
            })).violations.flatMap(v => v.nodes.map(n => `${v.impact}: ${v.id}: ${n.target} ${n.failureSummary ?? ''}`))
            """;

    /// Numbers what the tab key must reach (of radio buttons with one name, one), and notes where the focus comes
    /// by. What has an identifier is known by it: live pages replace their parts.
    private static final String STOPS = """
            () => {
              const groups = new Set();
              const stops = [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')]
                .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
                .filter(e => e.type !== 'radio' || !groups.has(e.name) && groups.add(e.name));
              const numbers = new Map();
              stops.forEach((e, i) =>
                (e.type === 'radio' ? document.getElementsByName(e.name) : [e]).forEach(one => numbers.set(one.id || one, i)));
              window.unreached = new Map(stops.map((e, i) => [i, e.outerHTML.slice(0, 120)]));
              window.unseen = [];
              document.addEventListener('focusin', ({target}) => {
                const style = getComputedStyle(target);
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                if (!outlined && style.boxShadow === 'none') window.unseen.push(target.outerHTML.slice(0, 120));
                window.unreached.delete(numbers.get(target.id || target));
              });
              return stops.length;
            }""";

    private static final String MISSED = """
            () => [...[...window.unreached.values()].map(e => 'not reached by keyboard: ' + e),
                   ...window.unseen.map(e => 'focus cannot be seen: ' + e)]""";

    private static final String OVERFLOW =
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private final String axe;

    Reach() throws IOException {
        try (InputStream script = Reach.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    List<String> findings(Page page) {
        List<String> found = new ArrayList<>();
        page.evaluate(axe);
        found.addAll(texts(page.evaluate(RULES)));
        if (((Number) page.evaluate(OVERFLOW)).intValue() > 0) {
            found.add("wider than the screen");
        }
        found.addAll(keyboard(page));
        return found;
    }

    private static List<String> keyboard(Page page) {
        int stops = ((Number) page.evaluate(STOPS)).intValue();
        // What scrolls takes the focus, too.
        for (int i = 0; i < Math.min(stops + SPARE_STOPS, MAX_STOPS); i++) {
            page.keyboard().press("Tab");
        }
        return texts(page.evaluate(MISSED));
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }
}
