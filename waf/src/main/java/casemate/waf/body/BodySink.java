package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Hears what a body reader found, in the order of the bytes.
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

    /// One header line of a multipart part, as received, without the line end.
    void partHeader(Bytes partName, Bytes line);

    /// A flag of the strict multipart reader, such as `MULTIPART_LF_LINE`.
    void flag(String variable);

    /// The value that `XML:/*` sees: the document's text; and with `attribute` set, one that `XML://@*` sees.
    void xml(Bytes value, boolean attribute);
}
