package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One part of a multipart body: its headers first, then what they say about the content.
final class MultipartPart {
    /// Real parts have two or three; each name is compared with those before it.
    private static final int MOST_HEADERS = 32;

    /// In one part; each copies its header.
    private static final int MOST_FOLDS = 64;
    /// How much of a bad line is repeated.
    private static final int SHOWN = 100;

    private static final String DISPOSITION = "content-disposition";

    private final MultipartFlags flags;
    private final BodySink sink;
    private final List<Bytes> lines = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    /// The header that a folded line continues.
    private Bytes last = Bytes.EMPTY;

    private Bytes disposition = Bytes.EMPTY;
    private boolean lastIsDisposition;
    private int folds;
    private Bytes name = Bytes.EMPTY;
    private Bytes fileName = Bytes.EMPTY;

    MultipartPart(MultipartFlags flags, BodySink sink) {
        this.flags = flags;
        this.sink = sink;
    }

    Bytes name() {
        return name;
    }

    boolean isFile() {
        return !fileName.isEmpty();
    }

    /// Takes a line with its line end. Says what is wrong with it, or nothing.
    String header(byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (a[i] == 0) {
                return "Nul byte in part headers.";
            }
        }
        return Cookies.isSpace(a[from]) ? folded(a, from, to) : header(new Bytes(a, from, withoutLineEnd(a, from, to)));
    }

    private String header(Bytes line) {
        keepLast();
        int colon = 0;
        while (colon < line.length() && line.at(colon) != ':') {
            colon++;
        }
        last = line;
        lastIsDisposition = false;
        if (colon == line.length()) {
            return "Invalid part header (colon missing): " + shown(line);
        }
        if (colon == 0) {
            return "Invalid part header (header name missing).";
        }
        for (int i = 0; i < colon; i++) {
            if (line.at(i) <= ' ' || line.at(i) > '~') {
                return "Invalid part header (contains invalid character).";
            }
        }
        String header = line.slice(0, colon).toLatin1().toLowerCase(Locale.ROOT);
        if (names.contains(header)) {
            return "Duplicate part header: " + header + ".";
        }
        if (names.size() == MOST_HEADERS) {
            return "Too many part headers.";
        }
        names.add(header);
        if (header.equals(DISPOSITION)) {
            int value = colon + 1;
            while (value < line.length() && (line.at(value) == ' ' || line.at(value) == '\t')) {
                value++;
            }
            disposition = line.slice(value, line.length());
            lastIsDisposition = true;
        }
        return "";
    }

    /// A line that begins with white space goes on with the header before it. Applications do not agree on which white
    /// space does.
    private String folded(byte[] a, int from, int to) {
        flags.headerFolding = true;
        int data = from;
        for (; data < to && Cookies.isSpace(a[data]); data++) {
            flags.invalidHeaderFolding |= a[data] != ' ' && a[data] != '\t';
        }
        if (last.isEmpty()) {
            return "Invalid part header (folding error).";
        }
        Bytes more = new Bytes(a, data, Math.max(data, withoutLineEnd(a, from, to)));
        if (++folds > MOST_FOLDS || last.length() + 1 + more.length() > MultipartReader.LONGEST_LINE) {
            return "Part header too long.";
        }
        last = joined(last, more);
        if (lastIsDisposition) {
            disposition = joined(disposition, more);
        }
        return "";
    }

    /// The empty line after the headers. Says what is wrong with them, or nothing.
    String headersEnd() {
        keepLast();
        if (!names.contains(DISPOSITION)) {
            return "Part missing Content-Disposition header.";
        }
        ContentDisposition read = new ContentDisposition(disposition, flags, sink);
        int outcome = read.read();
        name = read.name();
        fileName = read.fileName();
        if (outcome < 0) {
            return "Invalid Content-Disposition header (" + outcome + "): " + shown(disposition);
        }
        if (name.isEmpty()) {
            return "Content-Disposition header missing name field.";
        }
        return isFile() && !disposition.toLatin1().contains("filename=")
                ? "Invalid Content-Disposition header (filename)."
                : "";
    }

    /// Tells of the part as far as it was read.
    void tell(PartContent content) {
        keepLast();
        for (Bytes line : lines) {
            sink.partHeader(name, line);
        }
        if (name.isEmpty()) {
            flags.invalidPart = true;
        } else if (isFile()) {
            sink.file(name, fileName, content.bytes(), content.size());
        } else {
            sink.argument(name, content.bytes());
        }
    }

    private void keepLast() {
        if (!last.isEmpty()) {
            lines.add(last);
            last = Bytes.EMPTY;
        }
    }

    private static int withoutLineEnd(byte[] a, int from, int to) {
        int end = to;
        while (end > from && (a[end - 1] == '\n' || a[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private static String shown(Bytes line) {
        return line.slice(0, Math.min(SHOWN, line.length())).toLatin1();
    }

    private static Bytes joined(Bytes first, Bytes second) {
        byte[] joined = new byte[first.length() + 1 + second.length()];
        System.arraycopy(first.array(), first.from(), joined, 0, first.length());
        joined[first.length()] = ' ';
        System.arraycopy(second.array(), second.from(), joined, first.length() + 1, second.length());
        return Bytes.of(joined);
    }
}
