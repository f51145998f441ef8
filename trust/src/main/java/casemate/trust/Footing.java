package casemate.trust;

import casemate.promise.Vendor;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds the frame around a page.
///
/// @param chosen whether the reader named the language in the address
record Footing(Words words, boolean chosen, String stylesheet) {
    Frame around(Facts facts, String path, String title, String data) {
        Vendor vendor = facts.policy().vendor();
        return new Frame(
                words,
                chosen,
                path,
                title + " · " + vendor.name(),
                words.text("page.description", vendor.name()),
                stylesheet,
                vendor.name(),
                vendor.contact().isBlank() ? null : vendor.contact(),
                site(vendor.url()),
                data,
                words.text("foot.made", words.number(facts.checkpoint().size() - 1)),
                facts.laboratory());
    }

    /// Around a page that shows nothing of the ledger.
    Frame bare(String path, String title) {
        return new Frame(
                words,
                chosen,
                path,
                title,
                title,
                stylesheet,
                words.text("page.vendor"),
                null,
                null,
                null,
                null,
                false);
    }

    /// A link that a browser may follow: policies are texts of people.
    private static @Nullable String site(String url) {
        return Optional.of(url)
                .filter(u -> u.startsWith("https://") || u.startsWith("http://"))
                .filter(u -> {
                    try {
                        return URI.create(u).getHost() != null;
                    } catch (IllegalArgumentException _) {
                        return false;
                    }
                })
                .orElse(null);
    }
}
