package casemate.waf.body;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;

/// Hears what a body reader found, in the order of the bytes. What it hears are views into the chunks that the reader
/// was given, or into arrays of the reader's own that it never writes again.
public interface BodySink {
    /// An argument: of a form, of a multipart field, or a leaf of JSON (`json.a.b`, `json.array_0`).
    void argument(Bytes name, Bytes value);

    /// An uploaded file's part.
    ///
    /// @param field the part's name
    /// @param fileName as the client named it
    /// @param content the whole content, or its first bytes when it was larger than what is kept
    /// @param size the whole size in bytes
    void file(Bytes field, Bytes fileName, Bytes content, long size);

    /// A value of `MULTIPART_NAME`: what a part's `name=` said, also when the part is refused later.
    void multipartName(Bytes name);

    /// A value of `MULTIPART_FILENAME`: what a part's `filename=` said.
    void multipartFileName(Bytes fileName);

    /// One header line of a multipart part, as received, without the line end.
    void partHeader(Bytes partName, Bytes line);

    /// A finding of a reader, such as [Variable#URLENCODED_ERROR] or [Variable#MULTIPART_LF_LINE]. What is not said is
    /// `0`; a later value replaces an earlier one.
    void flag(Variable variable, int value);

    /// The value that `XML:/*` sees: the document's text; and with `attribute` set, one that `XML://@*` sees.
    void xml(Bytes value, boolean attribute);
}
