package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.function.Function;

/// Gathers a body whose format is read at its end: forms, JSON and XML, which are small where they are benign.
final class WholeBodyReader implements BodyReader {
    private final Gathered gathered;
    private final Function<Bytes, BodyEnd> reading;

    WholeBodyReader(BodyLimits limits, Function<Bytes, BodyEnd> reading) {
        this.gathered = new Gathered(limits.bytesWithoutFiles());
        this.reading = reading;
    }

    @Override
    public void read(Bytes chunk) {
        gathered.add(chunk);
    }

    @Override
    public BodyEnd end() {
        return gathered.tooLarge() ? new BodyEnd.LimitReached(BodyLimits.TOO_LARGE) : reading.apply(gathered.whole());
    }
}
