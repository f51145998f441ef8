package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Upstream;
import java.io.IOException;

/// A person who writes into an application and reads there.
interface Writer {
    /// Returns when the application has acknowledged it.
    void write(String name) throws IOException;

    /// How often it is there.
    int times(String name) throws IOException;

    default boolean has(String name) throws IOException {
        return times(name) > 0;
    }

    static Writer at(String blueprint, Upstream upstream) throws IOException {
        return blueprint.equals("wordpress") ? comments(upstream) : pages(upstream);
    }

    private static Writer pages(Upstream upstream) throws IOException {
        Wiki wiki = new Wiki(upstream);
        assertThat(wiki.signIn("admin", "correct horse")).isTrue();
        return new Writer() {
            @Override
            public void write(String name) throws IOException {
                wiki.write(name, "written as " + name);
            }

            @Override
            public int times(String name) throws IOException {
                return wiki.read(name).status() == 200 ? 1 : 0;
            }
        };
    }

    private static Writer comments(Upstream upstream) {
        return new Writer() {
            @Override
            public void write(String name) throws IOException {
                Http.Page page = Http.postAs(
                        upstream,
                        "/wp-comments-post.php",
                        Signed.owner(),
                        "comment=written+as+" + name + "&comment_post_ID=1&comment_parent=0");
                assertThat(page.status()).as(page.body()).isEqualTo(302);
            }

            @Override
            public int times(String name) throws IOException {
                String found = "/wp-admin/edit-comments.php?s=written+as+" + name;
                return Http.get(upstream, found, Signed.owner())
                                .body()
                                .split("<p>written as " + name + "</p>", -1)
                                .length
                        - 1;
            }
        };
    }
}
