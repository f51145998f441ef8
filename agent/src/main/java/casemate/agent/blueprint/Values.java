package casemate.agent.blueprint;

import casemate.base.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of one pod under the names that templates use: `host`, `url`, `port`, the settings, and `secret.NAME`.
/// Not a record: some of them are secret.
public final class Values {
    static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9.]*)}");

    private final Map<String, String> values;

    public Values(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /// These, with one that differs.
    public Values with(String name, String value) {
        Map<String, String> all = new TreeMap<>(values);
        all.put(name, value);
        return new Values(all);
    }

    /// The text with each `${name}` replaced, escaped for the syntax. Text around it stays as it is; what a value holds
    /// is never looked at again.
    public String render(String text, Syntax syntax) {
        return PLACE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(syntax.write(value(found.group(1)))));
    }

    /// Each word of a command by itself: no shell reads it.
    public List<String> command(List<String> templates) {
        return templates.stream().map(word -> render(word, Syntax.PLAIN)).toList();
    }

    public Map<String, String> environment(Map<String, String> templates) {
        Map<String, String> rendered = new TreeMap<>();
        templates.forEach((name, text) -> rendered.put(name, render(text, Syntax.PLAIN)));
        return rendered;
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw Refusal.invalid("setting-missing", "The setting " + name + " is missing from the order.");
        }
        return value;
    }

    static void each(String text, BiConsumer<String, Integer> use) {
        PLACE.matcher(text).results().forEach(r -> use.accept(r.group(1), r.start()));
    }
}
