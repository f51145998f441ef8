package casemate.waf.engine;

import casemate.waf.body.BodyEnd;
import casemate.waf.body.BodyLimits;
import casemate.waf.body.BodyReader;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// The body of a request: kept up to its limit, then read as what it claims to be.
final class RequestBody {
    /// How much of each uploaded file rules see that look at its content.
    private static final int KEPT_OF_FILES = 1 << 20;

    private static final Selection CONTENT_TYPE = Selection.Named.of(Variable.REQUEST_HEADERS, "Content-Type");

    private final Facts facts;
    private final Settings settings;
    private final int keptFileBytes;
    private final BodyBuffer buffer = new BodyBuffer();
    private boolean forced;
    private Processor processor = Processor.NONE;
    private boolean unreadable;
    /// Takes what comes at once; nothing while the body is kept.
    private @Nullable BodyReader streaming;

    private long streamed;

    RequestBody(Facts facts, Program program) {
        this.facts = facts;
        this.settings = program.settings();
        this.keptFileBytes = program.uses(Variable.FILES_TMP_CONTENT) ? KEPT_OF_FILES : 0;
    }

    void processor(Processor wanted) {
        processor = wanted;
        facts.set(Variable.REQBODY_PROCESSOR, wanted.word());
    }

    void force(boolean on) {
        forced = on;
    }

    /// Reads what came and will come at once and keeps none of it, if its form allows that: files may be of
    /// any size then, and what stands beside them is bounded as ever.
    boolean stream() {
        if (streaming == null && processor == Processor.MULTIPART && !forced && !buffer.cut()) {
            streaming = reader();
            add(buffer.take());
        }
        return streaming != null;
    }

    void add(Bytes chunk) {
        if (streaming != null) {
            streamed += chunk.length();
            streaming.read(chunk);
            return;
        }
        buffer.add(chunk, settings.requestBodyLimit());
        if (buffer.cut()) {
            facts.set(Variable.INBOUND_DATA_ERROR, 1);
        }
    }

    /// Whether there was more than the limit allows.
    boolean cut() {
        return buffer.cut();
    }

    /// Whether the body could not be read to its end as what it claims to be.
    boolean unreadable() {
        return unreadable;
    }

    Bytes whole() {
        return buffer.whole();
    }

    /// Reads it; its variables are facts then.
    void read() {
        if (streaming != null) {
            facts.set(Variable.REQUEST_BODY_LENGTH, Bytes.latin1(Long.toString(streamed)));
            ended(streaming);
            return;
        }
        Bytes body = buffer.whole();
        facts.set(Variable.REQUEST_BODY_LENGTH, body.length());
        if (processor == Processor.NONE || processor == Processor.URLENCODED || processor == Processor.JSON || forced) {
            facts.set(Variable.REQUEST_BODY, body);
        }
        if (body.isEmpty()) {
            return;
        }
        BodyReader reader = reader();
        if (reader == null) {
            return;
        }
        reader.read(body);
        ended(reader);
    }

    private void ended(BodyReader reader) {
        switch (reader.end()) {
            case BodyEnd.Complete _ -> {}
            case BodyEnd.Malformed(String message) -> {
                failed(message);
                facts.set(Variable.REQBODY_PROCESSOR_ERROR, 1);
                facts.set(Variable.REQBODY_PROCESSOR_ERROR_MSG, Bytes.latin1(message));
            }
            case BodyEnd.LimitReached(String message) -> {
                failed(message);
                facts.set(Variable.INBOUND_DATA_ERROR, 1);
            }
        }
    }

    private void failed(String message) {
        unreadable = true;
        facts.set(Variable.REQBODY_ERROR, 1);
        facts.set(Variable.REQBODY_ERROR_MSG, Bytes.latin1(message));
    }

    private @Nullable BodyReader reader() {
        Bytes contentType = facts.first(CONTENT_TYPE);
        BodyLimits limits = settings.bodyLimits(facts.arguments(), keptFileBytes);
        BodyFacts sink = new BodyFacts(facts, false);
        return switch (processor) {
            case NONE -> null;
            case URLENCODED -> BodyReader.urlEncoded(sink, limits, settings.argumentSeparator());
            case JSON -> BodyReader.json(sink, limits);
            case MULTIPART -> BodyReader.multipart(contentType, sink, limits);
            case XML -> BodyReader.xml(sink, limits);
        };
    }
}
