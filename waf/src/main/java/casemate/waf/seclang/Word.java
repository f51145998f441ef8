package casemate.waf.seclang;

/// One word of a directive: a part of the source, without the quotes around it.
///
/// @param quote what it was quoted with, or 0
record Word(SourceText source, int from, int to, char quote) {
    /// As written between the quotes, escapes and all.
    String raw() {
        return source.joined().substring(from, to);
    }

    /// What it says: the escapes of its own quotes are removed, all others belong to the value.
    String text() {
        return unescaped(0, to - from);
    }

    /// What a part of it says.
    String unescaped(int start, int end) {
        String part = source.joined().substring(from + start, from + end);
        return quote == 0 ? part : withoutEscaped(part, quote);
    }

    Place place() {
        return place(0);
    }

    Place place(int offset) {
        return source.place(from + offset);
    }

    /// Removes the backslash before each quote; a backslash before another backslash protects nothing but itself.
    static String withoutEscaped(String text, char quote) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                if (next != quote) {
                    plain.append(c);
                }
                plain.append(next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
