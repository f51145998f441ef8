package casemate.promise;

import casemate.base.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/// The leaf that says that a customer, or one of its people, was erased, and how that was proved. It names
/// nobody: who holds the letter knows the blinded number, and nobody else can make it.
///
/// @param subject 64 hexadecimal digits: the platform's blind index of the number
/// @param begun when the erasure was final
/// @param ended when the proof was complete
/// @param keys destroyed; a sample that they had sealed was tried and did not open
/// @param spaces instances whose volumes are gone
/// @param sites that were searched for their copies
/// @param copies files of them that were removed there
/// @param left files that nobody may remove there yet, and volumes on machines that were lost: the keys are destroyed
/// @param rows removed from the database, and counted once more afterwards: none is left
/// @param kept what the law or the record demands
public record ErasureCertificate(
        String subject,
        Of of,
        Instant begun,
        Instant ended,
        long keys,
        long spaces,
        long sites,
        long copies,
        long left,
        long rows,
        List<Kept> kept)
        implements Leaf {
    public static final String TYPE = "casemate.erased.v1";

    private static final Pattern BLINDED = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z.-]{0,60}");
    /// Kinds of things, not things.
    private static final int MOST_KEPT = 50;

    /// What was erased.
    public enum Of {
        CUSTOMER,
        PERSON
    }

    /// Something that stays.
    ///
    /// @param what a word, such as `invoice.document`
    /// @param until its last day; empty for numbers without a name, which last
    public record Kept(String what, long count, String until) {
        public Kept {
            if (!WORD.matcher(what).matches() || count < 0) {
                throw LeafFields.refusal("what is kept is a word and a count");
            }
            try {
                var _ = until.isEmpty() ? LocalDate.EPOCH : LocalDate.parse(until);
            } catch (DateTimeParseException _) {
                throw LeafFields.refusal("a last day is written as 2033-12-31");
            }
        }

        Json json() {
            return Json.object()
                    .put("what", what)
                    .put("count", count)
                    .put("until", until)
                    .build();
        }

        static Kept read(Json json) {
            Json.Obj o = LeafFields.object(json).only("what", "count", "until");
            return new Kept(o.text("what"), o.integer("count"), o.text("until"));
        }
    }

    public ErasureCertificate {
        begun = LeafFields.millis(begun);
        ended = LeafFields.millis(ended);
        kept = List.copyOf(kept);
        if (!BLINDED.matcher(subject).matches() || kept.size() > MOST_KEPT) {
            throw LeafFields.refusal("an erasure names a blinded number and a few kinds of things that are kept");
        }
        if (ended.isBefore(begun) || keys < 0 || spaces < 0 || sites < 0 || copies < 0 || left < 0 || rows < 0) {
            throw LeafFields.refusal("an erasure ends after it began, and counts from nought");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Json.Obj json() {
        return Json.object()
                .put("type", TYPE)
                .put("subject", subject)
                .put("of", LeafFields.word(of))
                .put("begun", begun)
                .put("ended", ended)
                .put("keys", keys)
                .put("spaces", spaces)
                .put("sites", sites)
                .put("copies", copies)
                .put("left", left)
                .put("rows", rows)
                .put("kept", Json.array(kept, Kept::json))
                .build();
    }

    static ErasureCertificate read(Json.Obj o) {
        o.only("type", "subject", "of", "begun", "ended", "keys", "spaces", "sites", "copies", "left", "rows", "kept");
        return new ErasureCertificate(
                o.text("subject"),
                LeafFields.constant(Of.class, o.text("of")),
                o.instant("begun"),
                o.instant("ended"),
                o.integer("keys"),
                o.integer("spaces"),
                o.integer("sites"),
                o.integer("copies"),
                o.integer("left"),
                o.integer("rows"),
                o.list("kept", Kept::read));
    }
}
