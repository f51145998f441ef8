package casemate.control.mail;

import casemate.control.web.Words;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;

/// Turns a [Letter] into a subject, plain text and simple HTML.
final class LetterWriter {
    /// What is sent.
    record Written(String subject, String plain, String html) {}

    private final Words words;
    private final TemplateEngine templates;

    LetterWriter(Words words) {
        this.words = words;
        this.templates = TemplateEngine.createPrecompiled(
                null, ContentType.Html, LetterWriter.class.getClassLoader(), "casemate.control");
    }

    Written write(Letter letter) {
        String subject = say(letter, ".subject");
        List<String> paragraphs = say(letter, ".text").lines().toList();
        String action = letter.link().map(_ -> say(letter, ".action")).orElse("");
        String footer = words.say(letter.language(), "mail.footer");
        StringBuilder plain = new StringBuilder();
        paragraphs.forEach(p -> plain.append(p).append("\n\n"));
        letter.link().ifPresent(l -> plain.append(action).append('\n').append(l).append("\n\n"));
        plain.append("-- \n").append(footer).append('\n');
        StringOutput html = new StringOutput();
        templates.render(
                "mail/letter.jte",
                Map.of(
                        "language", letter.language().code(),
                        "subject", subject,
                        "paragraphs", paragraphs,
                        "action", action,
                        "link", letter.link().orElse(""),
                        "footer", footer),
                html);
        return new Written(subject, plain.toString(), html.toString());
    }

    private String say(Letter letter, String part) {
        return words.say(
                letter.language(), letter.words() + part, letter.arguments().toArray());
    }
}
