package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a `multipart/form-data` body chunk by chunk, line by line. What lies in one chunk is not copied, and of files
/// only what is asked for is kept.
///
/// Lines are taken as they come, CRLF or LF alone; whatever different readers could take differently is flagged
/// ([MultipartFlags]), and what is plainly wrong ends the reading. Parts are told as they end, the unfinished one too.
final class MultipartReader implements BodyReader {
    /// Lines of headers, and lines that may be a boundary, are held until they are complete: up to here.
    static final int LONGEST_LINE = 4_095;

    private static final String ERROR = "Multipart parsing error: Multipart: ";

    private final BodySink sink;
    private final BodyLimits limits;
    private final MultipartFlags flags = new MultipartFlags();
    private final Bytes boundary;
    private final BoundarySearch search;
    private BodyEnd end = BodyEnd.COMPLETE;
    /// Nothing more is read.
    private boolean stopped;
    /// The beginning of a line that is not complete yet.
    private byte[] held = Bytes.EMPTY.array();
    private int heldLength;
    /// A line that is longer than what can be held, or that cannot be a boundary: its rest goes on as it comes.
    private boolean passing;
    /// How the line before this one ended.
    private boolean afterLfAlone;

    private boolean lastWasCr;
    private boolean seenData;
    private int boundaries;
    /// The last boundary has come.
    private boolean complete;
    /// The part being read; nothing before the first boundary.
    private @Nullable MultipartPart part;
    /// Its content, after its headers.
    private @Nullable PartContent content;

    private boolean contentRead;
    private long bytesWithoutFiles;
    private int arguments;
    private int files;

    MultipartReader(Bytes contentType, BodySink sink, BodyLimits limits) {
        this.sink = sink;
        this.limits = limits;
        MultipartBoundary.Found found = MultipartBoundary.in(contentType, flags);
        boundary = found.boundary();
        search = new BoundarySearch(boundary);
        if (!found.refusal().isEmpty()) {
            malformed(found.refusal());
        }
    }

    @Override
    public void read(Bytes chunk) {
        byte[] a = chunk.array();
        int at = chunk.from();
        seenData |= !chunk.isEmpty();
        while (at < chunk.to() && !stopped) {
            if (complete) {
                flags.dataAfter = true;
                return;
            }
            boolean inHeaders = part != null && content == null;
            boolean hold = !passing && (inHeaders || heldLength > 0 || a[at] == '-');
            at = hold ? hold(a, at, chunk.to()) : pass(a, at, chunk.to());
        }
    }

    @Override
    public BodyEnd end() {
        if (!stopped && seenData && !complete) {
            finish();
        }
        tellPart();
        flags.tell(sink);
        return end;
    }

    /// Takes what there is of a line whose beginning decides what it is.
    private int hold(byte[] a, int from, int to) {
        int most = (int) Math.min(to, (long) from + LONGEST_LINE - heldLength);
        int at = from;
        while (at < most && a[at] != '\n') {
            at++;
        }
        boolean ended = at < most;
        if (ended) {
            at++;
        }
        if (ended && heldLength == 0) {
            line(a, from, at);
            return at;
        }
        keep(a, from, at);
        if (ended || heldLength == LONGEST_LINE) {
            byte[] line = held;
            int length = heldLength;
            held = Bytes.EMPTY.array();
            heldLength = 0;
            passing = !ended;
            lastWasCr = line[length - 1] == '\r';
            line(line, 0, length);
        }
        return at;
    }

    private void keep(byte[] a, int from, int to) {
        int needed = heldLength + to - from;
        if (held.length < needed) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, needed));
        }
        System.arraycopy(a, from, held, heldLength, to - from);
        heldLength = needed;
    }

    /// Takes a line that was held, or as much of it as can be held.
    private void line(byte[] a, int from, int to) {
        if (!boundary(a, from, to)) {
            if (part == null) {
                flags.dataBefore = true;
            } else if (content == null) {
                header(part, a, from, to);
            } else {
                data(part, content, a, from, to);
            }
        }
        afterLfAlone = !endsWithCrLf(a, from, to);
    }

    /// Takes what there is of a line that is content, or stands before the first boundary.
    private int pass(byte[] a, int from, int to) {
        int at = search.line(a, from, to);
        noteSearch();
        if (part == null || content == null) {
            flags.dataBefore = true;
        } else {
            data(part, content, a, from, at);
        }
        passing = a[at - 1] != '\n';
        afterLfAlone = !(at - from > 1 ? a[at - 2] == '\r' : lastWasCr);
        lastWasCr = a[at - 1] == '\r';
        return at;
    }

    /// Whether the line is a boundary, or refused because it nearly is one.
    private boolean boundary(byte[] a, int from, int to) {
        boolean dashes = to - from > 3 && a[from] == '-' && a[from + 1] == '-' && a[from + 2] != 0 && a[from + 3] != 0;
        if (!dashes) {
            search.line(a, from, to);
            noteSearch();
            return false;
        }
        if (!isBoundary(a, from + 2, to)) {
            return nearlyBoundary(a, from + 2, to);
        }
        flags.lfLine |= afterLfAlone;
        if (boundaries > 0 && !contentRead) {
            // a boundary where content has to begin: some readers take it for one, others for content
            flags.invalidPart = true;
            return false;
        }
        if (boundaries > 0) {
            flags.unmatchedBoundary = MultipartFlags.UNMATCHED_THEN_MATCHED;
        }
        int rest = from + 2 + boundary.length();
        boolean last = to - rest > 2 && a[rest] == '-' && a[rest + 1] == '-';
        if (last) {
            rest += 2;
        }
        boolean lf = to - rest == 1 && a[rest] == '\n';
        boolean crlf = to - rest == 2 && a[rest] == '\r' && a[rest + 1] == '\n';
        if (!lf && !crlf) {
            malformed(ERROR + "Invalid boundary.");
            return true;
        }
        flags.lfLine |= lf;
        flags.crlfLine |= crlf;
        tellPart();
        boundaries++;
        complete = last;
        contentRead = false;
        part = last ? null : new MultipartPart(flags, sink);
        return true;
    }

    /// Two dashes begin the line, and no boundary follows at once.
    private boolean nearlyBoundary(byte[] a, int from, int to) {
        if (flags.boundaryQuoted && a[from] == '"' && isBoundary(a, from + 1, to)) {
            malformed(ERROR + "Invalid boundary (quotes).");
            return true;
        }
        int at = from;
        while (at < to && Cookies.isSpace(a[at])) {
            at++;
        }
        if (at > from && isBoundary(a, at, to)) {
            malformed(ERROR + "Invalid boundary (whitespace).");
            return true;
        }
        flags.unmatchedBoundary = MultipartFlags.UNMATCHED;
        return false;
    }

    private boolean isBoundary(byte[] a, int from, int to) {
        return to - from >= boundary.length()
                && Arrays.equals(a, from, from + boundary.length(), boundary.array(), boundary.from(), boundary.to());
    }

    private void noteSearch() {
        if (search.found()) {
            flags.unmatchedBoundary = MultipartFlags.UNMATCHED;
        }
    }

    private void header(MultipartPart reading, byte[] a, int from, int to) {
        if (passing) {
            malformed(ERROR + "Part header line too long.");
            return;
        }
        if (!withoutFiles(to - from)) {
            return;
        }
        boolean crlf = endsWithCrLf(a, from, to);
        flags.crlfLine |= crlf;
        flags.lfLine |= !crlf;
        boolean empty = to - from == (crlf ? 2 : 1);
        String problem = empty ? reading.headersEnd() : reading.header(a, from, to);
        if (!problem.isEmpty()) {
            malformed(ERROR + problem);
        } else if (empty) {
            content = new PartContent(reading.isFile() ? nextFile() : Integer.MAX_VALUE);
        }
    }

    /// How much of the next file is kept.
    private int nextFile() {
        if (files++ < limits.files()) {
            return limits.keptFileBytes();
        }
        flags.fileLimitExceeded = true;
        end = new BodyEnd.LimitReached(ERROR + "Upload file limit exceeded " + limits.files() + ".");
        return 0;
    }

    private void data(MultipartPart reading, PartContent into, byte[] a, int from, int to) {
        contentRead = true;
        if (reading.isFile() || withoutFiles(to - from)) {
            into.add(a, from, to);
        }
    }

    private boolean withoutFiles(int count) {
        bytesWithoutFiles += count;
        if (bytesWithoutFiles > limits.bytesWithoutFiles()) {
            stop(new BodyEnd.LimitReached(BodyLimits.TOO_LARGE));
        }
        return !stopped;
    }

    private void tellPart() {
        MultipartPart ended = part;
        part = null;
        if (ended == null) {
            return;
        }
        if (!ended.isFile() && arguments++ == limits.arguments()) {
            stop(new BodyEnd.LimitReached(BodyLimits.TOO_MANY_ARGUMENTS));
            return;
        }
        ended.tell(content == null ? new PartContent(0) : content);
        content = null;
    }

    /// The body is over, and the last boundary has not come with a line end.
    private void finish() {
        if (boundaries == 0) {
            stop(new BodyEnd.Malformed(ERROR + "No boundaries found in payload."));
        } else if (heldLength == boundary.length() + 4
                && held[0] == '-'
                && held[1] == '-'
                && isBoundary(held, 2, heldLength)
                && held[heldLength - 2] == '-'
                && held[heldLength - 1] == '-') {
            flags.lfLine |= afterLfAlone;
            flags.invalidPart |= !contentRead;
        } else {
            if (part != null && content != null && heldLength > 0) {
                data(part, content, held, 0, heldLength);
            }
            stop(new BodyEnd.Malformed(ERROR + "Final boundary missing."));
        }
    }

    private void malformed(String message) {
        flags.error = true;
        stop(new BodyEnd.Malformed(message));
    }

    private void stop(BodyEnd why) {
        if (!stopped) {
            end = why;
        }
        stopped = true;
    }

    private static boolean endsWithCrLf(byte[] a, int from, int to) {
        return to - from > 1 && a[to - 2] == '\r' && a[to - 1] == '\n';
    }
}
