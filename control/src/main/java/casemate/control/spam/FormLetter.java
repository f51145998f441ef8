package casemate.control.spam;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A form written down as the letter that a program for letters can judge. Nothing secret goes in.
final class FormLetter {
    /// Fields that are ours, or a secret.
    private static final Set<String> LEFT_OUT = Set.of("password", "_csrf", SpamCheck.OPENED, SpamCheck.TRAP);

    static final String TO = "forms@localhost";
    private static final int MAX_CHARS = 8_000;

    private FormLetter() {}

    static String of(Map<String, List<String>> typed, String from, Instant now) {
        String text = typed.entrySet().stream()
                .filter(field -> !LEFT_OUT.contains(field.getKey()))
                .map(field -> field.getKey() + ": " + String.join(" ", field.getValue()))
                .collect(Collectors.joining("\n"));
        String bounded = text.substring(0, Math.min(text.length(), MAX_CHARS));
        // Lines of what was typed cannot become header fields: the body is Base64.
        // What every honest letter has, so that only the text is judged.
        return "From: " + from + "\r\nTo: " + TO + "\r\nSubject: form\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)) + "\r\nMessage-ID: <form."
                + now.toEpochMilli() + "@localhost>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(bounded.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }
}
