package casemate.waf.body;

import casemate.waf.seclang.Variable;

/// What the strict reader of `multipart/form-data` finds odd about a body, one flag for each `MULTIPART_*` variable.
final class MultipartFlags {
    /// A line looked like a boundary and was none,
    static final int UNMATCHED = 1;
    /// and a boundary that did match came later.
    static final int UNMATCHED_THEN_MATCHED = 2;

    /// The body or its content type is malformed.
    boolean error;

    boolean boundaryQuoted;
    boolean boundaryWhitespace;
    boolean missingSemicolon;
    boolean dataBefore;
    boolean dataAfter;
    boolean headerFolding;
    boolean invalidHeaderFolding;
    boolean invalidQuoting;
    boolean invalidPart;
    boolean fileLimitExceeded;
    /// A line that counts (of headers, or next to a boundary) ends with LF alone.
    boolean lfLine;
    /// Such a line ends with CRLF.
    boolean crlfLine;

    int unmatchedBoundary;

    /// Says all of them, those that were not found too.
    void tell(BodySink sink) {
        tell(sink, Variable.MULTIPART_BOUNDARY_QUOTED, boundaryQuoted);
        tell(sink, Variable.MULTIPART_BOUNDARY_WHITESPACE, boundaryWhitespace);
        tell(sink, Variable.MULTIPART_MISSING_SEMICOLON, missingSemicolon);
        tell(sink, Variable.MULTIPART_DATA_BEFORE, dataBefore);
        tell(sink, Variable.MULTIPART_DATA_AFTER, dataAfter);
        tell(sink, Variable.MULTIPART_HEADER_FOLDING, headerFolding);
        tell(sink, Variable.MULTIPART_INVALID_HEADER_FOLDING, invalidHeaderFolding);
        tell(sink, Variable.MULTIPART_INVALID_QUOTING, invalidQuoting);
        tell(sink, Variable.MULTIPART_INVALID_PART, invalidPart);
        tell(sink, Variable.MULTIPART_FILE_LIMIT_EXCEEDED, fileLimitExceeded);
        tell(sink, Variable.MULTIPART_LF_LINE, lfLine);
        tell(sink, Variable.MULTIPART_CRLF_LF_LINES, lfLine && crlfLine);
        sink.flag(Variable.MULTIPART_UNMATCHED_BOUNDARY, unmatchedBoundary);
        tell(sink, Variable.MULTIPART_STRICT_ERROR, strictError());
    }

    /// Everything but an unmatched boundary, which has a rule of its own.
    private boolean strictError() {
        return error
                || boundaryQuoted
                || boundaryWhitespace
                || missingSemicolon
                || dataBefore
                || dataAfter
                || headerFolding
                || invalidHeaderFolding
                || invalidQuoting
                || invalidPart
                || fileLimitExceeded
                || lfLine;
    }

    private static void tell(BodySink sink, Variable variable, boolean found) {
        sink.flag(variable, found ? 1 : 0);
    }
}
