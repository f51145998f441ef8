package casemate.control.offer;

import casemate.base.Refusal;
import casemate.control.web.Language;
import casemate.control.web.PlainName;
import casemate.promise.Region;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One version of an offer, which never changes.
///
/// @param name small letters, digits and hyphens; the same for all versions
/// @param version from 1
/// @param titles by language; English is always there
/// @param trialDays how long a trial lasts; 0 for all others
/// @param regions codes of those that it can be had in; empty for all that the policy allows
/// @param boundAs under which of the policy's offers it falls, which says what promises bind it
/// @param onSale whether new customers can have it; the others keep it
public record Offer(
        String name,
        int version,
        OfferKind kind,
        Map<String, String> titles,
        Price price,
        Allowance allowance,
        int trialDays,
        SortedSet<String> regions,
        String boundAs,
        boolean onSale,
        Instant since) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final String FALLBACK = Language.EN.code();
    private static final int MAX_TITLE = 60;
    /// A year's trial is a gift, and a longer one a mistake.
    private static final int MAX_TRIAL_DAYS = 366;

    public Offer {
        titles = Map.copyOf(new TreeMap<>(titles));
        regions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(regions));
        if (!NAME.matcher(name).matches() || !NAME.matcher(boundAs).matches() || version < 1) {
            throw Refusal.invalid(
                    "offer-name", "An offer's name has up to 31 small letters, digits and hyphens, a letter first.");
        }
        if (!titles.containsKey(FALLBACK)
                || titles.values().stream().anyMatch(t -> t.isBlank() || !PlainName.isLine(t, MAX_TITLE))) {
            throw Refusal.invalid("offer-title", "An offer has a title of up to 60 characters, in English at least.");
        }
        if (kind.paid() != price.minor() > 0) {
            throw Refusal.invalid("offer-price-kind", "A paid offer has a price; free ones and trials have none.");
        }
        if (kind == OfferKind.TRIAL != trialDays > 0 || trialDays < 0 || trialDays > MAX_TRIAL_DAYS) {
            throw Refusal.invalid("offer-trial", "A trial lasts 1 to 366 days; other offers have no end.");
        }
        regions.forEach(Region::new);
    }

    /// What people read.
    public String title(Language language) {
        String english = titles.getOrDefault(FALLBACK, name);
        return titles.getOrDefault(language.code(), english);
    }
}
