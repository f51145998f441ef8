package casemate.control.web;

import java.util.Optional;

/// One entry of a shell's navigation, contributed by the room that owns the page as a bean.
///
/// @param order from left to right
/// @param path as people see it, such as `/audit`
/// @param words the label's key in [Words]
/// @param needs what one must be allowed to see it
public record NavEntry(Shell shell, int order, String path, String words, Optional<Permission> needs) {
    /// One that everybody sees who is signed in.
    public NavEntry(Shell shell, int order, String path, String words) {
        this(shell, order, path, words, Optional.empty());
    }

    public NavEntry(Shell shell, int order, String path, String words, Permission needs) {
        this(shell, order, path, words, Optional.of(needs));
    }
}
