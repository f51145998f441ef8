package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Reads one request body, in chunks of any size, and tells a [BodySink] what is in it. The result does not depend on
/// where the chunks are cut. Not for use by several threads.
public sealed interface BodyReader permits FormReader, JsonReader, MultipartReader, XmlReader {
    /// Takes the next bytes of the body. They are kept as views: nobody may change them any more.
    void read(Bytes chunk);

    /// To be called once, after the last chunk.
    BodyEnd end();

    /// @param separator between arguments (`SecArgumentSeparator`), usually `&`
    static BodyReader urlEncoded(BodySink sink, BodyLimits limits, char separator) {
        return new FormReader(sink, limits, separator);
    }

    static BodyReader json(BodySink sink, BodyLimits limits) {
        return new JsonReader(sink, limits);
    }

    /// @param contentType the whole header, which names the boundary
    static BodyReader multipart(Bytes contentType, BodySink sink, BodyLimits limits) {
        return new MultipartReader(contentType, sink, limits);
    }

    static BodyReader xml(BodySink sink, BodyLimits limits) {
        return new XmlReader(sink, limits);
    }
}
