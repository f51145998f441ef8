package casemate.control.instance;

import casemate.control.web.Site;
import java.nio.file.Path;

/// What this room is told from outside.
///
/// @param keys directory of keys that only this program's user may read
/// @param site under whose domain every instance has its host name
/// @param agent the name of the one host that takes orders
public record InstanceSettings(Path keys, Site site, String agent) {}
