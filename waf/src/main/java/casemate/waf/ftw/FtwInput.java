package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.util.List;
import java.util.Optional;

/// What a stage sends, as written in its file.
///
/// @param raw the whole request, when the case gives its bytes: nothing else counts then
/// @param complete whether missing headers are added, and form data is encoded
record FtwInput(
        String method,
        String uri,
        String version,
        List<Header> headers,
        String data,
        Optional<Bytes> raw,
        boolean complete) {
    FtwInput {
        headers = List.copyOf(headers);
    }
}
