package casemate.waf.transform;

import casemate.waf.text.Bytes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The transformations by name, compared without case. Asking twice gives the same object.
///
/// Results are those of libmodsecurity 3.0.9, byte for byte, except where it loses bytes that an attacker may have
/// hidden something in: `cssDecode` does not end at a null, `sqlHexDecode` neither ends at a null nor drops the last
/// byte, and `base64DecodeExt` does not take a last digit `9` for padding.
public final class Transformations {
    private static final Map<String, Transformation> BY_NAME = Stream.of(
                    new Step("base64Decode", Base64Text::decode),
                    new Step("base64DecodeExt", Base64Text::decodeForgiving),
                    new Step("base64Encode", Base64Text::encode),
                    new Step("cmdLine", CommandLine::normalise),
                    new Step("compressWhitespace", Removal::repeatedWhitespace),
                    new Step("cssDecode", CssDecoding::decode),
                    new Step("escapeSeqDecode", EscapeDecoding::ansiC),
                    new Step("hexDecode", HexText::decode),
                    new Step("hexEncode", HexText::encode),
                    new Step("htmlEntityDecode", HtmlEntities::decode),
                    new Step("jsDecode", EscapeDecoding::javaScript),
                    new Step("length", Transformations::length),
                    new Step("lowercase", Letters::lowercase),
                    new Step("md5", Digests::md5),
                    new Step("none", value -> value),
                    new Step("normalisePath", Paths::normalise),
                    new Step("normalisePathWin", Paths::normaliseWindows),
                    new Step("parityEven7bit", Parity::even),
                    new Step("parityOdd7bit", Parity::odd),
                    new Step("parityZero7bit", Parity::zero),
                    new Step("removeComments", Comments::removed),
                    new Step("removeCommentsChar", Comments::withoutMarks),
                    new Step("removeNulls", Removal::nulls),
                    new Step("removeWhitespace", Removal::whitespace),
                    new Step("replaceComments", Comments::replaced),
                    new Step("replaceNulls", Removal::nullsToSpaces),
                    new Step("sha1", Digests::sha1),
                    new Step("sqlHexDecode", HexText::decodeSql),
                    new Step("trim", Removal::outerWhitespace),
                    new Step("trimLeft", Removal::leadingWhitespace),
                    new Step("trimRight", Removal::trailingWhitespace),
                    new Step("uppercase", Letters::uppercase),
                    new Step("urlDecode", UrlDecoding::plain),
                    new Step("urlDecodeUni", UrlDecoding::unicode),
                    new Step("urlEncode", UrlEncoding::encode),
                    new Step("utf8toUnicode", Utf8Spelling::spell))
            .collect(Collectors.toUnmodifiableMap(s -> s.name().toLowerCase(Locale.ROOT), Function.identity()));

    private Transformations() {}

    private static Bytes length(Bytes value) {
        Bytes digits = Bytes.latin1(Integer.toString(value.length()));
        return digits.equals(value) ? value : digits;
    }

    /// The transformation of this name; `normalizePath` and `normalizePathWin` are second names.
    public static Optional<Transformation> named(String name) {
        String key = name.toLowerCase(Locale.ROOT).replace("normalizepath", "normalisepath");
        return Optional.ofNullable(BY_NAME.get(key));
    }

    /// The same, where `SecUnicodeMapFile` gave a map.
    public static Optional<Transformation> named(String name, UnicodeMap map) {
        return named(name).map(t -> t.name().equals(map.decoding().name()) ? map.decoding() : t);
    }
}
