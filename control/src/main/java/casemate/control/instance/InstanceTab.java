package casemate.control.instance;

import casemate.control.web.Permission;

/// One more page about an instance, contributed as a bean by the room that owns it; pages of instances show them
/// beside one another.
///
/// @param order from left to right
/// @param path below the instance's own, such as `/protection`
/// @param words the label's key
/// @param needs what one must be allowed to see it
public record InstanceTab(int order, String path, String words, Permission needs) {}
