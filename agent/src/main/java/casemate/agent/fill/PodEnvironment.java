package casemate.agent.fill;

import java.util.Map;
import java.util.TreeMap;

/// The whole environment of a process in a pod: nothing of the agent's own.
public final class PodEnvironment {
    private PodEnvironment() {}

    public static Map<String, String> of(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "PATH", "/usr/sbin:/usr/bin", "HOME", "/volume", "TMPDIR", "/tmp", "LANG", "C.UTF-8", "TZ", "UTC"));
        all.putAll(own);
        return all;
    }
}
