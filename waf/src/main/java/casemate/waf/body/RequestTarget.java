package casemate.waf.body;

import casemate.waf.text.Bytes;

/// The pieces of a request line's target, as rules see them.
///
/// @param raw as received, with its fragment (`REQUEST_URI_RAW`)
/// @param uri decoded, without fragment, scheme and host, with the query (`REQUEST_URI`)
/// @param fileName decoded, without query (`REQUEST_FILENAME`, `PATH_INFO`); an absolute target keeps its scheme and
/// host
/// @param baseName what follows the last slash or backslash of the file name (`REQUEST_BASENAME`), perhaps empty
/// @param query as received, without the question mark (`QUERY_STRING`), perhaps empty
public record RequestTarget(Bytes raw, Bytes uri, Bytes fileName, Bytes baseName, Bytes query) {
    public static RequestTarget of(Bytes raw) {
        int fragment = indexOf(raw, '#', 0);
        Bytes received = fragment < 0 ? raw : raw.slice(0, fragment);
        int question = indexOf(received, '?', 0);
        Bytes query = question < 0 ? Bytes.EMPTY : received.slice(question + 1, received.length());
        Bytes decoded = decoded(received);
        // the first question mark *after* decoding: an encoded one ends the file name too
        int decodedQuestion = indexOf(decoded, '?', 0);
        Bytes fileName = decodedQuestion < 0 ? decoded : decoded.slice(0, decodedQuestion);
        return new RequestTarget(raw, withoutHost(decoded), fileName, baseName(fileName), query);
    }

    private static Bytes baseName(Bytes fileName) {
        for (int i = fileName.length() - 1; i >= 0; i--) {
            if (fileName.at(i) == '/' || fileName.at(i) == '\\') {
                return fileName.slice(i + 1, fileName.length());
            }
        }
        return Bytes.EMPTY;
    }

    private static Bytes withoutHost(Bytes uri) {
        if (uri.isEmpty() || uri.at(0) == '/') {
            return uri;
        }
        int afterScheme = indexOf(uri, ':', 0) + 1;
        if (indexOf(uri, '/', afterScheme) != afterScheme || indexOf(uri, '/', afterScheme + 1) != afterScheme + 1) {
            return uri;
        }
        int path = indexOf(uri, '/', afterScheme + 2);
        return path < 0 ? uri : uri.slice(path, uri.length());
    }

    /// Decodes `%XX` and leaves everything else, plus signs and broken encodings too.
    private static Bytes decoded(Bytes text) {
        int percent = indexOf(text, '%', 0);
        if (percent < 0) {
            return text;
        }
        byte[] out = new byte[text.length()];
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            int b = text.at(i);
            if (b == '%' && i + 2 < text.length()) {
                int high = Forms.hex(text.at(i + 1));
                int low = Forms.hex(text.at(i + 2));
                if (high >= 0 && low >= 0) {
                    b = (high << 4) | low;
                    i += 2;
                }
            }
            out[written++] = (byte) b;
        }
        return new Bytes(out, 0, written);
    }

    private static int indexOf(Bytes text, int wanted, int start) {
        for (int i = start; i < text.length(); i++) {
            if (text.at(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
