package casemate.edge;

import casemate.edge.flood.Puzzle;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// The page on which a browser works for its pass: one script of ours, named by its hash, and nothing from elsewhere.
final class WorkPage {
    private static final PageFrame FRAME = new PageFrame("""
            progress{display:block;width:min(100%,20rem);height:.6rem;margin:1.5rem auto .75rem;accent-color:var(--lamp)}
            noscript p,.t{margin-top:1rem}
            @media (scripting:none){.w{display:none}}
            """);
    private static final String POLICY =
            FRAME.policy("script-src " + PageFrame.hash(WorkScript.JAVASCRIPT) + "; ", "'none'");
    /// When somebody without a script may try whether the attack is over.
    private static final int LATER_SECONDS = 120;

    /// @param title what goes on
    /// @param text why, and that nothing has to be done
    /// @param working said while it works
    /// @param done said when it is done
    /// @param cookies what to do when cookies are off
    /// @param stopped the title when scripts are off
    /// @param noScript what to do when scripts are off
    private record Words(
            String title, String text, String working, String done, String cookies, String stopped, String noScript) {}

    private static Words words(String language) {
        return switch (language) {
            case "fr" ->
                new Words(
                        "Un instant, votre navigateur travaille",
                        "Ce site est attaqué par des machines. Votre navigateur calcule un instant pour montrer qu’il n’en est pas une ; vous n’avez rien à faire.",
                        "Calcul en cours",
                        "Terminé, la page s’ouvre.",
                        "Autorisez les cookies pour cette adresse, puis rechargez la page.",
                        "Votre navigateur doit d’abord travailler",
                        "Ce site est attaqué par des machines et n’admet que les navigateurs qui calculent un instant. Autorisez JavaScript pour cette adresse et rechargez la page, ou revenez plus tard, une fois l’attaque passée.");
            case "pl" ->
                new Words(
                        "Chwila, przeglądarka pracuje",
                        "Tę stronę atakują maszyny. Przeglądarka liczy przez chwilę, aby pokazać, że nią nie jest; nie musisz nic robić.",
                        "Obliczenia trwają",
                        "Gotowe, strona się otwiera.",
                        "Zezwól na pliki cookie dla tego adresu i odśwież stronę.",
                        "Przeglądarka musi najpierw popracować",
                        "Tę stronę atakują maszyny, więc wpuszcza ona tylko przeglądarki, które przez chwilę policzą. Zezwól na JavaScript dla tego adresu i odśwież stronę albo wróć później, gdy atak minie.");
            default ->
                new Words(
                        "One moment, your browser is working",
                        "Machines are attacking this site. Your browser computes for a moment to show that it is not one of them; there is nothing for you to do.",
                        "Computing",
                        "Done, the page is opening.",
                        "Allow cookies for this address, then reload the page.",
                        "Your browser has to work first",
                        "Machines are attacking this site, and it takes only browsers that compute for a moment. Allow JavaScript for this address and reload the page, or come back later, when the attack is over.");
        };
    }

    /// The page with the challenge.
    void ask(Request request, String challenge, int bits) {
        String language = UnderAttack.language(request);
        Words words = words(language);
        String main = """
                <h1 class="w">%s</h1>
                <p class="w">%s</p>
                <progress class="w" id="b" max="%d" value="0" aria-label="%s"></progress>
                <p class="t" id="s" role="status" aria-live="polite" data-c="%s" data-b="%d" data-p="%s" data-w="%s" data-d="%s" data-k="%s"></p>
                <noscript><h1>%s</h1><p>%s</p></noscript>""".formatted(
                        words.title,
                        words.text,
                        Puzzle.PARTS,
                        words.working,
                        challenge,
                        bits,
                        UnderAttack.PASS,
                        words.working,
                        words.done,
                        words.cookies,
                        words.stopped,
                        words.noScript);
        String body =
                FRAME.html(language, words.title, "doors", main, "\n<script>" + WorkScript.JAVASCRIPT + "</script>");
        send(
                request,
                "503 Service Unavailable",
                "content-type: text/html; charset=utf-8\r\ncontent-language: " + language
                        + "\r\nvary: Accept-Language\r\ncontent-security-policy: " + POLICY + "\r\nretry-after: "
                        + LATER_SECONDS + "\r\n",
                body);
    }

    /// For programs, which cannot work: when to try again (RFC 9457).
    void explain(Request request) {
        send(
                request,
                "503 Service Unavailable",
                "content-type: application/problem+json\r\nretry-after: " + LATER_SECONDS + "\r\n",
                """
                {"type":"about:blank","title":"Under attack","status":503,\
                "detail":"This site is under attack and takes only browsers for now; try again later."}
                """);
    }

    /// @param cookie to set, or empty
    void back(Request request, String path, String cookie) {
        send(
                request,
                "303 See Other",
                "location: " + path + "\r\n" + (cookie.isEmpty() ? "" : "set-cookie: " + cookie + "\r\n"),
                "");
    }

    private static void send(Request request, String status, String fields, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\n" + fields + "content-length: " + body.length
                + "\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\nreferrer-policy: no-referrer\r\n\r\n";
        PageFrame.send(request.visitor(), request.head(), PageFrame.head(head), Unpooled.wrappedBuffer(body));
    }
}
