package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Reads the value of a part's `Content-Disposition` header: only `form-data` with `name`, `filename` and `filename*`,
/// each once. What readers disagree about is refused (with ModSecurity's number for it) or flagged.
final class ContentDisposition {
    private static final String TYPE = "form-data";
    private static final String CHARSET_SPECIAL = "!#$%&+-^_`{}~";
    private static final String FILENAME_SPECIAL = "!#$&+-.^_`~";
    private static final String NOT_IN_TOKENS = "()<>@,;:\\\"/[]?=";
    private static final int NO_BYTE = -1;
    private static final int GOOD = 1;

    private final Bytes text;
    private final MultipartFlags flags;
    private final BodySink sink;
    private int at;
    /// The parameter's value that was read last, and its quotation mark or [#NO_BYTE].
    private Bytes value = Bytes.EMPTY;

    private int quote = NO_BYTE;
    private Bytes name = Bytes.EMPTY;
    private Bytes fileName = Bytes.EMPTY;
    private boolean extendedFileName;

    ContentDisposition(Bytes text, MultipartFlags flags, BodySink sink) {
        this.text = text;
        this.flags = flags;
        this.sink = sink;
    }

    /// Empty when the part has none.
    Bytes name() {
        return name;
    }

    /// Empty when the part is no file.
    Bytes fileName() {
        return fileName;
    }

    /// Reads all of it: 1, or a negative number that says what is wrong.
    int read() {
        for (int i = 0; i < TYPE.length(); i++) {
            if (byteAt(i) != TYPE.charAt(i)) {
                return -1;
            }
        }
        at = TYPE.length();
        skipBlanks();
        if (atEnd()) {
            return GOOD;
        }
        if (here() != ';') {
            return -2;
        }
        at++;
        while (!atEnd()) {
            int outcome = parameter();
            if (outcome < 0) {
                return outcome;
            }
        }
        return extendedFileName && fileName.isEmpty() ? -21 : GOOD;
    }

    private int parameter() {
        skipBlanks();
        if (atEnd()) {
            return -3;
        }
        int start = at;
        while (!atEnd() && here() != '=' && !isBlank(here())) {
            at++;
        }
        if (atEnd()) {
            return -4;
        }
        String parameter = text.slice(start, at).toLatin1();
        skipBlanks();
        if (atEnd()) {
            return -5;
        }
        if (here() != '=') {
            return -13;
        }
        at++;
        skipBlanks();
        if (atEnd()) {
            return -6;
        }
        quote = NO_BYTE;
        int outcome = parameter.equals("filename*") ? extended() : here() == '"' || here() == '\'' ? quoted() : token();
        if (outcome > 0) {
            outcome = take(parameter);
        }
        return outcome > 0 ? separator() : outcome;
    }

    /// `charset'language'name`, with percent encoding.
    private int extended() {
        int start = at;
        while (!atEnd() && (isAlphanumeric(here()) || CHARSET_SPECIAL.indexOf(here()) >= 0)) {
            at++;
        }
        if (at == start || here() != '\'') {
            return -16;
        }
        at++;
        while (!atEnd() && here() != '\'') {
            at++;
        }
        if (atEnd()) {
            return -17;
        }
        at++;
        start = at;
        while (!atEnd() && here() != ';') {
            if (here() == '%') {
                if (Forms.hex(byteAt(at + 1)) < 0 || Forms.hex(byteAt(at + 2)) < 0) {
                    return -18;
                }
                at += 3;
            } else if (isAlphanumeric(here()) || FILENAME_SPECIAL.indexOf(here()) >= 0) {
                at++;
            } else {
                return -19;
            }
        }
        value = text.slice(start, at);
        return GOOD;
    }

    /// Some applications take single quotes for quotes: they are read so, and flagged.
    private int quoted() {
        quote = here();
        flags.invalidQuoting |= quote == '\'';
        at++;
        if (atEnd()) {
            return -7;
        }
        Arena written = new Arena();
        written.need(text.length() - at);
        while (!atEnd() && here() != quote) {
            if (here() == '\\') {
                int next = byteAt(at + 1);
                if (next == NO_BYTE) {
                    return -8;
                }
                if (next == quote || next == '\\') {
                    at++;
                }
            }
            written.put(here());
            at++;
        }
        if (atEnd()) {
            return -10;
        }
        value = written.take();
        at++;
        return GOOD;
    }

    private int token() {
        int start = at;
        while (!atEnd() && here() > 32 && here() < 127 && NOT_IN_TOKENS.indexOf(here()) < 0) {
            at++;
        }
        value = text.slice(start, at);
        return GOOD;
    }

    private int take(String parameter) {
        switch (parameter) {
            case "name" -> {
                checkQuotes();
                sink.multipartName(value);
                if (!name.isEmpty()) {
                    return -14;
                }
                name = value;
            }
            case "filename" -> {
                checkQuotes();
                sink.multipartFileName(value);
                if (!fileName.isEmpty()) {
                    return -15;
                }
                fileName = value;
            }
            case "filename*" -> {
                if (extendedFileName) {
                    return -20;
                }
                extendedFileName = !value.isEmpty();
            }
            default -> {
                return -11;
            }
        }
        return GOOD;
    }

    /// Within double quotes, a single quote is a character like others.
    private void checkQuotes() {
        for (int i = 0; quote != '"' && i < value.length(); i++) {
            flags.invalidQuoting |= value.at(i) == '\'';
        }
    }

    /// After a parameter comes the next one or nothing.
    private int separator() {
        skipBlanks();
        if (atEnd()) {
            return GOOD;
        }
        if (here() != ';') {
            int before = byteAt(at - 1);
            flags.invalidQuoting |= before == '\'' || before == '"';
            return -12;
        }
        at++;
        return GOOD;
    }

    private void skipBlanks() {
        while (!atEnd() && isBlank(here())) {
            at++;
        }
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private int here() {
        return byteAt(at);
    }

    private int byteAt(int index) {
        return index < text.length() ? text.at(index) : NO_BYTE;
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isAlphanumeric(int b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }
}
