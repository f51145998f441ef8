package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.util.List;
import java.util.Optional;

/// What a stage sends, as written in its file.
///
/// @param raw the whole request, when the case gives its bytes: nothing else counts then
/// @param complete whether missing headers are added, and form data is encoded
/// @param old whether the case is of CRS 3, whose runner told no length of an empty body
record FtwInput(
        String method,
        String uri,
        String version,
        List<Header> headers,
        String data,
        Optional<Bytes> raw,
        boolean complete,
        boolean old) {
    FtwInput {
        headers = List.copyOf(headers);
    }
}
