package casemate.control.web;

/// One entry of a shell's navigation, contributed by the room that owns the page as a bean.
///
/// @param order from left to right
/// @param path as people see it, such as `/audit`
/// @param words the label's key in [Words]
public record NavEntry(Shell shell, int order, String path, String words) {}
