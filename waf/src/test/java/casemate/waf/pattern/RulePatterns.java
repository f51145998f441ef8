package casemate.waf.pattern;

import casemate.waf.seclang.Directive;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.OperatorName;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.seclang.RuleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/// The regular expressions of a directory of rule files.
final class RulePatterns {
    static final Path DEBIAN = Path.of("/usr/share/modsecurity-crs/rules");

    private RulePatterns() {}

    /// Those of Debian's Core Rule Set, or of the directories that `casemate.rules` names, apart by colons.
    static Set<String> all() {
        String told = System.getProperty("casemate.rules");
        Set<String> patterns = new LinkedHashSet<>();
        for (String directory : told == null ? List.of(DEBIAN.toString()) : List.of(told.split(":", -1))) {
            patterns.addAll(in(Path.of(directory)));
        }
        return patterns;
    }

    static Set<String> in(Path directory) {
        Set<String> patterns = new LinkedHashSet<>();
        byFile(directory).values().forEach(patterns::addAll);
        return patterns;
    }

    /// By the name of the file that they stand in.
    static Map<String, Set<String>> byFile(Path directory) {
        Assumptions.assumeTrue(Files.isDirectory(directory), "no rules are in " + directory + ": modsecurity-crs");
        Map<String, Set<String>> patterns = new LinkedHashMap<>();
        String all = "Include " + directory + "/*.conf";
        for (Directive directive : RuleText.parse(RuleFiles.from(directory), "all", all)) {
            if (directive instanceof Directive.Rule rule) {
                Set<String> here = patterns.computeIfAbsent(rule.place().file(), _ -> new LinkedHashSet<>());
                rule.chain().forEach(link -> link.operator().ifPresent(call -> add(call, here)));
            }
        }
        return patterns;
    }

    private static void add(OperatorCall call, Set<String> patterns) {
        if (call.name() == OperatorName.RX && !call.argument().contains("%{")) {
            patterns.add(call.argument());
        }
    }
}
