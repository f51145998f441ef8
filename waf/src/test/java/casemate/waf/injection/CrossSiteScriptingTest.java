package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossSiteScriptingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<ScRiPt src=//example.org>",
                "<scr\0ipt>",
                "<svg/onload=alert(1)>",
                "<img src=x onerror=alert(1)>",
                "\" onmouseover=\"alert(1)",
                "' onfocus='alert(1)' autofocus='",
                "x onclick=alert(1)",
                "` onerror=alert(1) `",
                "<a href=\"javascript:alert(1)\">",
                "<a href=' \t&#106;ava&#x73;cript:alert(1)'>",
                "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">",
                "<div style=\"width:expression(alert(1))\">",
                "<!DOCTYPE html>",
                "<!--[if gte IE 4]><script>-->",
                "<?import namespace=x>",
                "<set attributeName=\"onmouseover\" to=\"alert(1)\">",
                "<x xmlns:xlink=y>",
            })
    void whatRunsAScriptIsFound(String attack) {
        assertThat(found(attack)).as(attack).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "1 < 2",
                "a = b",
                "I <3 you",
                "<b>bold</b>",
                "<a href=\"https://example.com/?q=1\">",
                "once=more",
                "on=1",
                "onward=yes",
                "<!-- a comment -->",
                "x <y> z",
                "</script>",
                "javascript:alert(1)",
                "name=John&city=Graz",
            })
    void ordinaryTextIsNotFound(String text) {
        assertThat(found(text)).as(text).isFalse();
    }

    @Test
    void bytesOutsideTheGivenRangeAreNotLookedAt() {
        Bytes a = Bytes.latin1("<script><b>");

        assertThat(CrossSiteScripting.found(a.array(), 8, a.to())).isFalse();
        assertThat(CrossSiteScripting.found(a.array(), 0, 3)).isFalse();
        assertThat(CrossSiteScripting.found(a.array(), 0, 8)).isTrue();
    }

    private static boolean found(String text) {
        Bytes a = Bytes.utf8(text);
        return CrossSiteScripting.found(a.array(), a.from(), a.to());
    }
}
