package casemate.waf.transform;

import casemate.waf.text.Bytes;
import casemate.waf.text.Traits;
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
                    new Step("base64Decode", Traits.ANY, Base64Text::decode),
                    new Step("base64DecodeExt", Traits.ANY, Base64Text::decodeForgiving),
                    new Step("base64Encode", Traits.ANY, Base64Text::encode),
                    new Step(
                            "cmdLine",
                            Traits.UPPER | Traits.BACKSLASH | Traits.SHELL | Traits.SPACE,
                            CommandLine::normalise),
                    new Step("compressWhitespace", Traits.SPACE, Removal::repeatedWhitespace),
                    new Step("cssDecode", Traits.BACKSLASH, CssDecoding::decode),
                    new Step("escapeSeqDecode", Traits.BACKSLASH, EscapeDecoding::ansiC),
                    new Step("hexDecode", Traits.ANY, HexText::decode),
                    new Step("hexEncode", Traits.ANY, HexText::encode),
                    new Step("htmlEntityDecode", Traits.AMPERSAND, HtmlEntities::decode),
                    new Step("jsDecode", Traits.BACKSLASH, EscapeDecoding::javaScript),
                    new Step("length", Traits.ANY, Transformations::length),
                    new Step("lowercase", Traits.UPPER, Letters::lowercase),
                    new Step("md5", Traits.ANY, Digests::md5),
                    new Step("none", Traits.ANY, value -> value),
                    new Step("normalisePath", Traits.SLASH | Traits.DOT, Paths::normalise),
                    new Step("normalisePathWin", Traits.SLASH | Traits.DOT | Traits.BACKSLASH, Paths::normaliseWindows),
                    new Step("parityEven7bit", Traits.ANY, Parity::even),
                    new Step("parityOdd7bit", Traits.ANY, Parity::odd),
                    new Step("parityZero7bit", Traits.HIGH, Parity::zero),
                    new Step("removeComments", Traits.STAR | Traits.DASH | Traits.HASH, Comments::removed),
                    new Step("removeCommentsChar", Traits.STAR | Traits.DASH | Traits.HASH, Comments::withoutMarks),
                    new Step("removeNulls", Traits.NULL, Removal::nulls),
                    new Step("removeWhitespace", Traits.SPACE | Traits.HIGH, Removal::whitespace),
                    new Step("replaceComments", Traits.STAR, Comments::replaced),
                    new Step("replaceNulls", Traits.NULL, Removal::nullsToSpaces),
                    new Step("sha1", Traits.ANY, Digests::sha1),
                    new Step("sqlHexDecode", Traits.ZERO, HexText::decodeSql),
                    new Step("trim", Traits.SPACE, Removal::outerWhitespace),
                    new Step("trimLeft", Traits.SPACE, Removal::leadingWhitespace),
                    new Step("trimRight", Traits.SPACE, Removal::trailingWhitespace),
                    new Step("uppercase", Traits.LOWER, Letters::uppercase),
                    new Step("urlDecode", Traits.URL_ESCAPE, UrlDecoding::plain),
                    new Step("urlDecodeUni", Traits.URL_ESCAPE, UrlDecoding::unicode),
                    new Step("urlEncode", Traits.ANY, UrlEncoding::encode),
                    new Step("utf8toUnicode", Traits.HIGH | Traits.NULL, Utf8Spelling::spell))
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
