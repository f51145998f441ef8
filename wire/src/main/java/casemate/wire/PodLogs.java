package casemate.wire;

import casemate.base.InstanceId;
import java.util.List;

/// Where control reads what a pod's processes printed: the agent answers it.
public interface PodLogs {
    /// The last lines, oldest first; each begins with its time (RFC 3339) and the process's name.
    ///
    /// @param maxLines from 1 to 1,000
    List<String> tail(InstanceId instance, int maxLines);
}
