package casemate.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;

/// The style sheet and the icon; the former under a name that changes with its bytes.
final class Assets {
    private final Page style;
    private final Page icon;

    Assets() {
        this.style = Page.of(200, "text/css; charset=utf-8", read("page.css"), Instant.MAX);
        this.icon = Page.of(200, "image/svg+xml", read("icon.svg"), Instant.MAX);
    }

    String stylePath() {
        return "/page-" + style.tag(false).replace("\"", "") + ".css";
    }

    Page style() {
        return style;
    }

    Page icon() {
        return icon;
    }

    private static byte[] read(String name) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
