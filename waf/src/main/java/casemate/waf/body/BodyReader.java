package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Reads one request body, in chunks of any size, and tells a [BodySink] what is in it. The result does not depend on
/// where the chunks are cut. Not for use by several threads.
public sealed interface BodyReader permits MultipartReader, WholeBodyReader {
    /// Takes the next bytes of the body. They are kept as views: nobody may change them any more.
    void read(Bytes chunk);

    /// To be called once, after the last chunk.
    BodyEnd end();

    /// @param separator between arguments (`SecArgumentSeparator`), usually `&`
    static BodyReader urlEncoded(BodySink sink, BodyLimits limits, char separator) {
        return new WholeBodyReader(limits, text -> Forms.read(text, separator, limits.arguments(), sink));
    }

    static BodyReader json(BodySink sink, BodyLimits limits) {
        return new WholeBodyReader(limits, text -> new JsonReader(text, sink, limits).read());
    }

    /// @param contentType the whole header, which names the boundary
    static BodyReader multipart(Bytes contentType, BodySink sink, BodyLimits limits) {
        return new MultipartReader(contentType, sink, limits);
    }

    static BodyReader xml(BodySink sink, BodyLimits limits) {
        return new WholeBodyReader(limits, text -> XmlReader.read(text, sink, limits));
    }
}
