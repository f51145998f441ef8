package casemate.link;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// How an end says what became of an ask, and how the other understands it: done, nothing, refused in one line, or not
/// now.
final class Answers {
    private static final String DONE = "done";
    private static final String NOTHING = "nothing";
    private static final String REFUSED = "refused";
    private static final String AWAY = "away";

    private static final int MOST_TEXT_CHARS = 1_000;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private Answers() {}

    static Message done(byte[] body) {
        return new Message(head(DONE).build(), body);
    }

    static Message done() {
        return done(Message.NO_BODY);
    }

    /// For an ask that waited in vain.
    static Message nothing() {
        return new Message(head(NOTHING).build(), Message.NO_BODY);
    }

    static Message refused(Refusal e) {
        return new Message(
                head(REFUSED)
                        .put("kind", e.kind().name())
                        .put("code", e.code())
                        .put("text", shortened(e.text()))
                        .build(),
                Message.NO_BODY);
    }

    /// Tells nothing of what is wrong inside.
    static Message away() {
        return new Message(head(AWAY).build(), Message.NO_BODY);
    }

    /// The protocol's version, before anything else is read of an ask.
    ///
    /// @throws Refusal `link-protocol`
    static void sameProtocol(Message ask) {
        long theirs = ask.head().integer("protocol");
        if (theirs != Message.PROTOCOL) {
            throw Refusal.conflict(
                    "link-protocol",
                    "This end speaks version " + Message.PROTOCOL + " of the link and the other " + theirs
                            + "; run the same release of Casemate on the house and on its nodes.");
        }
    }

    /// @return whether the answer is more than nothing
    /// @throws Refusal what the other end refused, in its words
    /// @throws Unavailable when it cannot answer now
    static boolean understood(Message answer) {
        return switch (answer.head().text("answer")) {
            case REFUSED -> throw refusal(answer.head());
            case AWAY ->
                throw new Unavailable(
                        "The other end cannot answer now; its own log says why", RETRY, new IOException("not now"));
            case NOTHING -> {
                sameProtocol(answer);
                yield false;
            }
            case DONE -> {
                sameProtocol(answer);
                yield true;
            }
            default -> throw Refusal.invalid("answer-malformed", "The other end's answer is not one that is known.");
        };
    }

    private static Json.Builder head(String answer) {
        return Json.object().put("protocol", Message.PROTOCOL).put("answer", answer);
    }

    private static Refusal refusal(Json.Obj head) {
        Refusal.Kind kind = Arrays.stream(Refusal.Kind.values())
                .filter(one -> one.name().equals(head.text("kind")))
                .findFirst()
                .orElse(Refusal.Kind.INVALID);
        return new Refusal(kind, head.text("code"), head.text("text"));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_TEXT_CHARS ? text : text.substring(0, MOST_TEXT_CHARS) + "…";
    }
}
