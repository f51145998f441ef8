package casemate.control.web;

import java.util.Comparator;
import java.util.Optional;

/// One entry of a shell's navigation, contributed by the room that owns the page as a bean.
///
/// @param group the heading under which the console shows it; the portal has few entries and shows no headings
/// @param order within the group
/// @param path as people see it, such as `/audit`
/// @param words the label's key in [Words]
/// @param needs what one must be allowed to see it
public record NavEntry(Shell shell, NavGroup group, int order, String path, String words, Optional<Permission> needs) {
    static final Comparator<NavEntry> IN_ORDER =
            Comparator.comparing(NavEntry::group).thenComparingInt(NavEntry::order);

    /// One that everybody sees who is signed in.
    public NavEntry(Shell shell, NavGroup group, int order, String path, String words) {
        this(shell, group, order, path, words, Optional.empty());
    }

    public NavEntry(Shell shell, NavGroup group, int order, String path, String words, Permission needs) {
        this(shell, group, order, path, words, Optional.of(needs));
    }
}
