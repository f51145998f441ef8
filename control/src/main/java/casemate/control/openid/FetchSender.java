package casemate.control.openid;

import casemate.base.Refusal;
import casemate.control.fetch.Answer;
import casemate.control.fetch.Fetch;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The library's requests go out by way of [Fetch] and no other.
final class FetchSender implements HTTPRequestSender, ResourceRetriever {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TYPE = "Content-Type";

    private final Fetch fetch;

    FetchSender(Fetch fetch) {
        this.fetch = fetch;
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        Map<String, String> headers = request.getHeaderMap().entrySet().stream()
                .filter(h -> !h.getKey().equalsIgnoreCase(TYPE))
                .collect(Collectors.toMap(Map.Entry::getKey, h -> h.getValue().getFirst()));
        Answer answer = request.getMethod() == HTTPRequest.Method.POST
                ? fetch.post(request.getURI(), headers, FORM, bytes(request.getBody()))
                : fetch.get(request.getURI(), headers);
        HTTPResponse response = new HTTPResponse(answer.status());
        try {
            if (!answer.type().isEmpty()) {
                response.setContentType(answer.type());
            }
        } catch (com.nimbusds.oauth2.sdk.ParseException e) {
            throw new IOException("a content type that is none", e);
        }
        response.setBody(answer.text());
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            Answer answer = fetch.get(URI.create(url.toString()));
            if (!answer.ok()) {
                throw new IOException("status " + answer.status());
            }
            return new Resource(answer.text(), answer.type());
        } catch (Refusal refused) {
            throw new IOException(refused.text(), refused);
        }
    }

    private static byte[] bytes(@Nullable String body) {
        return Optional.ofNullable(body).orElse("").getBytes(StandardCharsets.UTF_8);
    }
}
