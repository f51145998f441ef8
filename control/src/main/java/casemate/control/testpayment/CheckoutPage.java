package casemate.control.testpayment;

import casemate.base.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The hosted page of the test provider, which says on each line of it that it is one. English alone: it is for whoever
/// tries the platform out, and no customer ever sees it.
final class CheckoutPage {
    /// No script; forms lead here and, by their redirect, back to who sent the visitor.
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

    private CheckoutPage() {}

    static String form(Json.Obj session, String wrong) {
        boolean sepa = session.text("type").equals("sepa_debit");
        String numbers = Arrays.stream(TestMeans.values())
                .filter(m -> m.sepa() == sepa)
                .map(m -> "<tr><td><code>" + m.number() + "</code></td><td>"
                        + m.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "</td></tr>")
                .collect(Collectors.joining());
        String label = sepa ? "IBAN" : "Card number";
        String problem = wrong.isEmpty() ? "" : "<p role=\"alert\" class=\"wrong\">" + escape(wrong) + "</p>";
        String agree = sepa
                ? "<p><label><input type=\"checkbox\" name=\"agree\" value=\"yes\"> I agree to a test mandate that"
                        + " debits no account.</label></p>"
                : "";
        return page(what(session) + problem + "<form method=\"post\" action=\"/pay/" + session.text("id")
                + "\"><p><label for=\"number\">" + label + "</label><br><input id=\"number\" name=\"number\" required"
                + " maxlength=\"40\" autocomplete=\"off\"></p>" + agree
                + "<p><button>Go on with this test number</button></p></form><p><a href=\""
                + escape(session.text("cancel_url")) + "\">Go back without</a></p><h2>Test numbers</h2><table>"
                + numbers + "</table>");
    }

    static String confirm(Json.Obj session, String number) {
        return page(what(session) + "<p>The bank of this test card wants you to confirm (SCA).</p>"
                + "<form method=\"post\" action=\"/pay/" + session.text("id") + "\"><input type=\"hidden\""
                + " name=\"number\" value=\"" + number + "\"><input type=\"hidden\" name=\"confirmed\" value=\"yes\">"
                + "<button>Confirm</button></form><form method=\"get\" action=\"/pay/" + session.text("id")
                + "\"><button>Refuse</button></form>");
    }

    static String over() {
        return page("<p>This page was used already, or its day is over. Go back, and begin anew.</p>");
    }

    private static String what(Json.Obj session) {
        return session.text("mode").equals("payment")
                ? "<p>To be paid: <strong>"
                        + BigDecimal.valueOf(session.integer("amount_total"), 2).toPlainString()
                        + " " + escape(session.text("currency").toUpperCase(Locale.ROOT)) + "</strong></p>"
                : "<p>To be kept for later payments.</p>";
    }

    private static String page(String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>Test payment provider</title><style>:root{color-scheme:light"
                + " dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}"
                + ".test{border:2px solid;padding:.5rem 1rem}.wrong{font-weight:bold}input{font:inherit}"
                + "button{font:inherit;padding:.4rem 1rem}td{padding:.1rem 1rem .1rem 0}</style></head><body><main>"
                + "<h1>Test payment provider</h1><p class=\"test\"><strong>This is a test. No money moves, and no real"
                + " card or account is taken.</strong></p>" + body + "</main></body></html>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
