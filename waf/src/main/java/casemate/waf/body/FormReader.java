package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Reads an `application/x-www-form-urlencoded` body.
final class FormReader implements BodyReader {
    private final BodySink sink;
    private final BodyLimits limits;
    private final char separator;
    private final Gathered gathered;

    FormReader(BodySink sink, BodyLimits limits, char separator) {
        this.sink = sink;
        this.limits = limits;
        this.separator = separator;
        this.gathered = new Gathered(limits.bytesWithoutFiles());
    }

    @Override
    public void read(Bytes chunk) {
        gathered.add(chunk);
    }

    @Override
    public BodyEnd end() {
        return gathered.tooLarge()
                ? new BodyEnd.LimitReached(BodyLimits.TOO_LARGE)
                : Forms.read(gathered.whole(), separator, limits.arguments(), sink);
    }
}
