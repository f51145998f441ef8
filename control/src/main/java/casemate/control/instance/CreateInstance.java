package casemate.control.instance;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Slug;
import java.util.Set;
import java.util.regex.Pattern;

/// The wish for a new instance, with all that its application's install step needs to know.
///
/// @param title what its owner calls it: one line
/// @param adminEmail where the application writes to its administrator
/// @param language of the application's pages: en, fr or pl
public record CreateInstance(
        CustomerId customer, String blueprint, Slug slug, String title, String adminEmail, String language) {
    private static final int MAX_TITLE_CHARS = 80;
    private static final int MAX_EMAIL_CHARS = 254; // RFC 5321, 4.5.3.1.3 less the angle brackets
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    private static final Pattern CONTROL = Pattern.compile(".*[\\p{Cntrl}\\u2028\\u2029].*", Pattern.DOTALL);
    private static final Set<String> LANGUAGES = Set.of("en", "fr", "pl");

    public CreateInstance {
        title = title.strip();
        if (title.isEmpty()
                || title.length() > MAX_TITLE_CHARS
                || CONTROL.matcher(title).matches()) {
            throw Refusal.invalid("title-malformed", "A title is one line of 1 to 80 characters; shorten or fill it.");
        }
        if (adminEmail.length() > MAX_EMAIL_CHARS || !EMAIL.matcher(adminEmail).matches()) {
            throw Refusal.invalid(
                    "email-malformed", "The administrator needs an e-mail address such as ann@example.org.");
        }
        if (!LANGUAGES.contains(language)) {
            throw Refusal.invalid("language-unknown", "The language must be one of en, fr and pl.");
        }
    }
}
