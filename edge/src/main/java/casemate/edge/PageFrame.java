package casemate.edge;

import casemate.base.Sha256;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What all pages of the edge have in common: one style in the page itself, named by its hash in the policy that comes
/// with it, the vault, and how an answer of our own is sent.
final class PageFrame {
    private final String style;
    private final String hash;

    /// @param own rules of these pages, besides the common ones
    PageFrame(String own) {
        this.style = PageStyle.CSS + own;
        this.hash = hash(style);
    }

    /// How a policy names a style or a script that stands in the page.
    static String hash(String text) {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text)) + "'";
    }

    /// Nothing from elsewhere, in nobody's frame.
    ///
    /// @param scripts further directives, each with its `; `, or empty
    /// @param forms where forms may go
    String policy(String scripts, String forms) {
        return "default-src 'none'; style-src " + hash + "; " + scripts + "base-uri 'none'; form-action " + forms
                + "; frame-ancestors 'none'";
    }

    /// @param motif how the vault looks: a class of the style
    /// @param main what stands below it, its heading first
    /// @param script with its tags, or empty
    String html(String language, String title, String motif, String main, String script) {
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                %s
                %s
                </main>%s
                </body>
                </html>
                """.formatted(language, title, style, PageStyle.VAULT.formatted(motif), main, script);
    }

    /// An answer's head that was written here.
    static Head head(String text) {
        try {
            return HeadReader.answer(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (Malformed e) {
            throw new IllegalStateException("an answer of our own is malformed", e);
        }
    }

    /// @param request null when it could not be read
    static void send(Visitor visitor, @Nullable Head request, Head answer, ByteBuf body) {
        if (request != null && request.method("HEAD")) {
            body.release();
            visitor.answer(answer, Framing.NONE);
        } else {
            visitor.answer(answer, answer.framing());
            visitor.data(body);
        }
        visitor.end(null);
    }
}
