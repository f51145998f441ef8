package casemate.control.api;

import casemate.control.audit.Audit;
import casemate.control.audit.Deed;
import casemate.control.audit.Event;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// What was done in the customer's account: by its people, by operators and by the platform.
@Controller
final class ActivityApi {
    /// Microseconds, and how many of that very moment were shown.
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,16})-(\\d{1,6})");

    private static final int MICROS = 1_000_000;

    private final Audit audit;

    ActivityApi(Audit audit) {
        this.audit = audit;
    }

    @Needs(Permission.ACTIVITY_VIEW)
    @GetMapping(ApiGate.PATH + "/activity")
    ResponseEntity<byte[]> list(HttpServletRequest request, Page page) {
        Answers.Asked asked = Answers.asked(request, CURSOR);
        Deed after = asked.after().isEmpty() ? Deed.NEWEST : deed(asked.after());
        List<Event> events = audit.of(AccountApi.own(page), after, asked.size() + 1);
        return Answers.page(
                request, events, asked.size(), last -> cursor(last, events.subList(0, asked.size()), after), Forms::of);
    }

    private static Deed deed(String cursor) {
        Matcher matcher = CURSOR.matcher(cursor);
        if (!matcher.matches()) {
            throw new IllegalStateException("a cursor that was checked");
        }
        long micros = Long.parseLong(matcher.group(1));
        return new Deed(
                Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1_000L), Integer.parseInt(matcher.group(2)));
    }

    private static String cursor(Event last, List<Event> shown, Deed after) {
        long same = shown.stream().filter(e -> e.at().equals(last.at())).count();
        long before = last.at().equals(after.at()) ? after.same() : 0;
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.at()) + "-" + (same + before);
    }
}
