package casemate.trust;

import casemate.promise.Language;
import org.jspecify.annotations.Nullable;

/// What stands around every page. Templates cannot ask an `Optional`, so that what may be absent is null here
/// and in the other views.
///
/// @param chosen whether the reader named the language: then links keep it, since there is no cookie to do so
/// @param path the page's own, without query
/// @param vendor its name, or a neutral word while no policy is in force
/// @param contact the vendor's e-mail address
/// @param site the vendor's website; only http and https addresses come this far
/// @param data the path of the same facts in JSON
/// @param made what the page was computed from
/// @param laboratory whether a moved clock made what is shown
record Frame(
        Words words,
        boolean chosen,
        String path,
        String title,
        String description,
        String stylesheet,
        String vendor,
        @Nullable String contact,
        @Nullable String site,
        @Nullable String data,
        @Nullable String made,
        boolean laboratory) {

    /// A link to a page in the reader's language.
    String href(String to) {
        return chosen ? to + "?lang=" + words.language().code() : to;
    }

    /// This page in another language.
    String in(Language language) {
        return path + "?lang=" + language.code();
    }
}
