package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.util.List;

/// What a tolerant HTTP/1.1 server makes of the bytes of one request.
sealed interface Received {
    /// A request that reaches the firewall. Text stands for bytes (ISO-8859-1).
    ///
    /// @param line the request line without its end
    /// @param headers equal names joined, as Apache does
    /// @param body as the framing says, chunks taken apart
    record Request(String line, String method, String target, String version, List<Header> headers, Bytes body)
            implements Received {
        public Request {
            headers = List.copyOf(headers);
        }
    }

    /// Answered before the firewall sees it.
    record Refused(int status, String why) implements Received {}

    /// The client gets no answer that it could read: the server waits for more, or answers without a status line.
    record Silent(String why) implements Received {}
}
