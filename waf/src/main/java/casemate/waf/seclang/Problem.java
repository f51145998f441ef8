package casemate.waf.seclang;

/// One thing that is wrong in the rules, and what was expected there: one line, safe to print.
public record Problem(Place place, String message) {
    /// A wrong word may be as long as the file.
    private static final int LONGEST = 300;

    public Problem {
        message = printable(message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
    }

    @Override
    public String toString() {
        return printable(place.toString()) + ": " + message;
    }

    /// What rules hold is shown to people, and a terminal obeys control characters.
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || (c >= 0x7f && c < 0xa0) ? '?' : c);
        }
        return shown.toString();
    }
}
