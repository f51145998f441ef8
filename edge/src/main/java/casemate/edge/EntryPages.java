package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// The pages by which somebody comes in: a form for the password, one to let a screen in, and short redirects. No
/// script, nothing from elsewhere; they work by keyboard alone.
final class EntryPages {
    static final int OK = 200;
    static final int SEE_OTHER = 303;
    static final int FORBIDDEN = 403;
    static final int GONE = 410;
    static final int TOO_MANY = 429;
    static final int UNAVAILABLE = 503;

    private static final PageFrame FRAME = new PageFrame("""
            form{margin:1.5rem auto 0;max-width:22rem;text-align:left}
            label{display:block;margin:0 0 .35rem;font-weight:600}
            input,button,a.b2{display:block;width:100%;padding:.7rem .85rem;border-radius:.5rem;font:inherit}
            input{border:1px solid var(--edge);background:transparent;color:inherit}
            button,a.b2{margin-top:.9rem;border:1px solid transparent;background:#1f4d7a;color:#fff;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
            a.b2{background:transparent;border-color:var(--edge);color:inherit}
            form+p{margin-top:1rem}
            .alone{max-width:22rem;margin:1.5rem auto 0}
            .e{margin:0 0 .9rem;padding:.6rem .85rem;border-left:4px solid #b3261e;background:color-mix(in srgb,#b3261e 12%,transparent);color:inherit}
            :focus-visible{outline:3px solid var(--lamp);outline-offset:2px}
            """);

    /// @param status what the visitor gets besides the page
    /// @param error a sentence, or empty
    record Asked(int status, boolean password, boolean signOn, String error, String to) {}

    /// @param portal where members sign in, an origin
    /// @param cookie a value for `Set-Cookie`, or empty
    void ask(Request request, Asked asked, String signOnAddress, String portal, String cookie) {
        EntryWords words = words(request);
        StringBuilder main = new StringBuilder();
        if (asked.password) {
            main.append("<p>")
                    .append(words.askText())
                    .append("</p><form method=\"post\" action=\"")
                    .append(EntryGuard.ENTER)
                    .append("\">")
                    .append(error(asked.error))
                    .append("<input type=\"hidden\" name=\"to\" value=\"")
                    .append(escaped(asked.to))
                    .append("\">")
                    .append("<label for=\"p\">")
                    .append(words.password())
                    .append("</label>")
                    .append("<input id=\"p\" name=\"password\" type=\"password\" required maxlength=\"200\" "
                            + "autocomplete=\"current-password\" autofocus")
                    .append(asked.error.isEmpty() ? "" : " aria-describedby=\"e\" aria-invalid=\"true\"")
                    .append(">")
                    .append("<button>")
                    .append(words.enter())
                    .append("</button></form>");
        } else {
            main.append("<p>").append(words.signOnText()).append("</p>").append(error(asked.error));
        }
        if (asked.signOn) {
            main.append(asked.password ? "<p>" + words.or() + "</p>" : "")
                    .append("<p class=\"alone\"><a class=\"b2\" href=\"")
                    .append(escaped(signOnAddress))
                    .append("\">")
                    .append(words.signOn())
                    .append("</a></p>");
        }
        page(request, asked.status, words.ask(), "barred", main.toString(), portal, cookie);
    }

    void link(Request request, String code) {
        EntryWords words = words(request);
        page(
                request,
                OK,
                words.link(),
                "doors",
                "<p>" + words.linkText() + "</p><form method=\"post\" action=\"" + EntryGuard.DEVICE + "\">"
                        + "<input type=\"hidden\" name=\"code\" value=\"" + escaped(code) + "\"><button autofocus>"
                        + words.linkDo() + "</button></form>",
                "",
                "");
    }

    void useless(Request request) {
        EntryWords words = words(request);
        page(request, GONE, words.useless(), "barred", "<p>" + words.uselessText() + "</p>", "", "");
    }

    void failed(Request request) {
        EntryWords words = words(request);
        page(request, UNAVAILABLE, words.ask(), "dark", "<p>" + words.failed() + "</p>", "", "");
    }

    static EntryWords words(Request request) {
        return EntryWords.in(language(request));
    }

    private static String language(Request request) {
        return Pages.language(request.head().first(Field.ACCEPT_LANGUAGE));
    }

    /// Sends the visitor elsewhere.
    ///
    /// @param location of which every character is visible ASCII
    /// @param cookie a value for `Set-Cookie`, or empty
    void redirect(Request request, String location, String cookie) {
        String head = "HTTP/1.1 303 See Other\r\nlocation: " + location + "\r\n"
                + (cookie.isEmpty() ? "" : "set-cookie: " + cookie + "\r\n")
                + "content-length: 0\r\ncache-control: no-store\r\nreferrer-policy: no-referrer\r\n\r\n";
        request.visitor().answer(PageFrame.head(head), Framing.NONE);
        request.visitor().end(null);
    }

    private static void page(
            Request request, int status, String title, String motif, String main, String formsTo, String cookie) {
        String language = language(request);
        byte[] body = FRAME.html(language, title, motif, "<h1>" + title + "</h1>\n" + main, "")
                .getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\n"
                + "content-type: text/html; charset=utf-8\r\n"
                + "content-length: " + body.length + "\r\n"
                + "content-language: " + language + "\r\n"
                + "vary: Accept-Language, Cookie\r\n"
                + (cookie.isEmpty() ? "" : "set-cookie: " + cookie + "\r\n")
                + "cache-control: no-store\r\n"
                + "content-security-policy: "
                + FRAME.policy("", "'self'" + (formsTo.isEmpty() ? "" : " " + formsTo)) + "\r\n"
                + "x-content-type-options: nosniff\r\n"
                + "referrer-policy: no-referrer\r\n\r\n";
        PageFrame.send(request.visitor(), request.head(), PageFrame.head(head), Unpooled.wrappedBuffer(body));
    }

    private static String reason(int status) {
        return switch (status) {
            case OK -> "OK";
            case FORBIDDEN -> "Forbidden";
            case GONE -> "Gone";
            case TOO_MANY -> "Too Many Requests";
            default -> "Service Unavailable";
        };
    }

    private static String error(String text) {
        return text.isEmpty() ? "" : "<p class=\"e\" id=\"e\" role=\"alert\">" + escaped(text) + "</p>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
