package casemate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Places of sites, as operators write them.
class SitePlaceTest {
    @Test
    void the_three_kinds_are_read() {
        assertThat(SitePlace.parse("/srv/backups/")).isEqualTo(new SitePlace.Directory(Path.of("/srv/backups")));
        assertThat(SitePlace.parse("sftp://keeper@store.example:2222/backups"))
                .isEqualTo(new SitePlace.Sftp("keeper", "store.example", 2222, "backups"));
        assertThat(SitePlace.parse("sftp://keeper@store.example//srv/backups"))
                .isEqualTo(new SitePlace.Sftp("keeper", "store.example", 22, "/srv/backups"));
        assertThat(SitePlace.parse("s3:https://s3.example/our-bucket/a/b"))
                .isEqualTo(new SitePlace.Bucket(URI.create("https://s3.example"), "our-bucket", "a/b"))
                .isInstanceOfSatisfying(
                        SitePlace.Bucket.class, b -> assertThat(b.port()).isEqualTo(443));
        assertThat(SitePlace.parse("s3:http://127.0.0.1:9000/our-bucket"))
                .isInstanceOfSatisfying(
                        SitePlace.Bucket.class, b -> assertThat(b.prefix()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "relative",
                "/srv/../etc",
                "/srv/back\nups",
                "ftp://host/path",
                "sftp://store.example/path",
                "sftp://keeper@store.example",
                "sftp://keeper@store.example/../up",
                "sftp://keeper@store.example:99999/path",
                "sftp://keeper@-oProxyCommand=x/path",
                "sftp://keeper@store.example/a\nkey_file=/etc/shadow",
                "s3:https://s3.example",
                "s3:https://s3.example/NoBucket",
                "s3:https://s3.example/no..bucket",
                "s3:https://key:secret@s3.example/bucket",
                "s3:http://s3.example/bucket",
                "s3:https://s3.example/bucket/../other",
                "s3:file:///etc/bucket"
            })
    void what_is_no_place_is_refused_in_one_line(String place) {
        assertThatThrownBy(() -> SitePlace.parse(place))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.text()).hasLineCount(1).hasSizeLessThan(160));
    }
}
