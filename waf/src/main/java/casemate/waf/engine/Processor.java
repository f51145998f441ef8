package casemate.waf.engine;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;
import java.util.Locale;
import java.util.Optional;

/// How a request's body is read.
enum Processor {
    NONE(""),
    URLENCODED("application/x-www-form-urlencoded"),
    MULTIPART("multipart/form-data"),
    JSON(""),
    XML("");

    /// The beginning of the media type that asks for it without any rule's help; empty when rules have to.
    private final String mediaType;

    Processor(String mediaType) {
        this.mediaType = mediaType;
    }

    /// For `REQBODY_PROCESSOR`.
    Bytes word() {
        return this == NONE ? Bytes.EMPTY : Bytes.latin1(name());
    }

    static Optional<Processor> named(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (Processor processor : values()) {
            if (processor != NONE && processor.name().equals(upper)) {
                return Optional.of(processor);
            }
        }
        return Optional.empty();
    }

    static Processor of(Bytes contentType) {
        for (Processor processor : values()) {
            if (!processor.mediaType.isEmpty() && begins(contentType, processor.mediaType)) {
                return processor;
            }
        }
        return NONE;
    }

    private static boolean begins(Bytes value, String lower) {
        if (value.length() < lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (Ascii.lower(value.at(i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
