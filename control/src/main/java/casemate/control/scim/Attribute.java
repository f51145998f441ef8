package casemate.control.scim;

import java.util.Locale;

/// The name of an attribute. Names know no capitals (RFC 7643, 2.1), so they are kept in small letters; a schema's URN
/// before the name is dropped, because no two of our schemas share a name.
///
/// @param name such as `emails`
/// @param sub such as `value`; empty for the whole attribute
public record Attribute(String name, String sub) {
    static Attribute of(String written) {
        String last = written.substring(written.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
        int dot = last.indexOf('.');
        return dot < 0 ? new Attribute(last, "") : new Attribute(last.substring(0, dot), last.substring(dot + 1));
    }

    /// Such as `emails.value`.
    public String dotted() {
        return sub.isEmpty() ? name : name + "." + sub;
    }
}
