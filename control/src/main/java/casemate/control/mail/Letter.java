package casemate.control.mail;

import casemate.control.web.Language;
import java.util.List;
import java.util.Optional;

/// A message to be written, in the words `<words>.subject`, `<words>.text` and, with a link, `<words>.action`.
///
/// @param to an address that was already parsed
/// @param words the common beginning of its keys
/// @param link where its button leads
/// @param arguments for the placeholders of the words
public record Letter(String to, Language language, String words, Optional<String> link, List<String> arguments) {
    public Letter {
        arguments = List.copyOf(arguments);
    }
}
