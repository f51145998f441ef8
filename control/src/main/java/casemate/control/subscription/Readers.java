package casemate.control.subscription;

import casemate.control.account.Person;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Language;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;

/// Writes to those who own an account, each in their language and with dates of their time zone.
final class Readers {
    private static final String PAGE = "/account/plan";

    private final Mail mail;
    private final Words words;
    private final Site site;

    Readers(Mail mail, Words words, Site site) {
        this.mail = mail;
        this.words = words;
        this.site = site;
    }

    /// In whose morning a notice is written.
    static ZoneId zone(List<Person> owners) {
        return owners.stream().findFirst().map(Person::zone).orElse(ZoneOffset.UTC);
    }

    void announce(List<Person> owners, Move move, Instant due) {
        for (Person owner : owners) {
            String what = will(owner.language(), move, date(owner, due));
            post(
                    owner,
                    "subscription.letter.will",
                    what,
                    words.say(owner.language(), "subscription.do." + move.code()));
        }
    }

    /// @param next what the clock does next, and when
    void tell(List<Person> owners, State state, Optional<Move> next, Optional<Instant> due) {
        for (Person owner : owners) {
            String then = next.flatMap(move -> due.map(at -> will(owner.language(), move, date(owner, at))))
                    .orElse("");
            post(owner, "subscription.letter.is", words.say(owner.language(), "subscription.is." + state.code()), then);
        }
    }

    private void post(Person owner, String letter, String what, String more) {
        mail.post(new Letter(
                owner.email().value(),
                owner.language(),
                letter,
                Optional.of(site.origin(Shell.PORTAL) + PAGE),
                List.of(what, more, site.origin(Shell.PORTAL))));
    }

    private String will(Language language, Move move, String date) {
        return words.say(language, "subscription.will." + move.code(), date);
    }

    private static String date(Person owner, Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(owner.language().locale())
                .withZone(owner.zone())
                .format(at);
    }
}
