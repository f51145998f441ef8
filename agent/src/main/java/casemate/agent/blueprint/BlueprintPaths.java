package casemate.agent.blueprint;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Which paths a blueprint may name: absolute, plain, and each below the root where it belongs.
final class BlueprintPaths {
    static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._+@-]+)+");
    /// Filled by the sandbox itself, so nothing of the image may stand there.
    private static final List<String> TAKEN = List.of("/proc", "/dev", "/sys", "/run", "/tmp", "/volume", "/config");

    private BlueprintPaths() {}

    static void below(YamlNode node, String path, String root) {
        check(node, path);
        if (node.present() && !path.startsWith(root)) {
            node.problem(path + " must lie below " + root);
        }
    }

    static String ofImage(String path, YamlNode node) {
        check(node, path);
        for (String taken : TAKEN) {
            if (path.equals(taken) || path.startsWith(taken + "/")) {
                node.problem(path + " lies in " + taken + ", which belongs to the sandbox");
            }
        }
        return path;
    }

    static void check(YamlNode node, String path) {
        if (node.present()
                && (!PATH.matcher(path).matches()
                        || Arrays.asList(path.split("/", -1)).contains(".."))) {
            node.problem(path + " must be an absolute path without .. , blanks or special characters");
        }
    }
}
