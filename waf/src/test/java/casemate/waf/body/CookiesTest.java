package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookiesTest {
    private static List<String> read(String header) {
        List<String> cookies = new ArrayList<>();
        Cookies.read(Bytes.latin1(header), (name, value) -> cookies.add(name + "=" + value));
        return cookies;
    }

    private static List<String> readVersion1(String header) {
        List<String> cookies = new ArrayList<>();
        Cookies.readVersion1(Bytes.latin1(header), (name, value) -> cookies.add(name + "=" + value));
        return cookies;
    }

    @Test
    void pairsAreSeparatedBySemicolons() {
        assertThat(read("USER_TOKEN=Yes; a=z; t=b")).containsExactly("USER_TOKEN=Yes", "a=z", "t=b");
    }

    @Test
    void whiteSpaceStaysInValuesButNotBeforeNamesOrAtTheEnd() {
        assertThat(read("a=b;  foo= bar ;c=def  ")).containsExactly("a=b", "foo= bar ", "c=def");
        assertThat(read("a=b ;")).containsExactly("a=b");
        assertThat(read("a=b ; ")).containsExactly("a=b ");
    }

    @Test
    void onlyTheFirstEqualsSignSeparates() {
        assertThat(read("baz=value1=insert here")).containsExactly("baz=value1=insert here");
    }

    @Test
    void whatHasNoNameIsSkipped() {
        assertThat(read("x=1; = ; =y; = = ;;;z")).containsExactly("x=1", "z=");
    }

    @Test
    void aNameWithoutValueIsACookie() {
        assertThat(read("alone; also=")).containsExactly("alone=", "also=");
    }

    @Test
    void anEmptyHeaderHasNoCookies() {
        assertThat(read("")).isEmpty();
        assertThat(read(" \t ;; ")).isEmpty();
    }

    @Test
    void versionOneUnquotesAndNamesAttributesAfterTheirCookie() {
        assertThat(readVersion1("$Version=\"1\"; a=\"b;c\"; $Path=\"/x\", d = e ; $Domain=y"))
                .containsExactly("$Version=1", "a=b;c", "$a_Path=/x", "d=e", "$d_Domain=y");
    }

    @Test
    void versionOneReadsBrokenHeadersToTheirEnd() {
        assertThat(readVersion1("a=\"open; b=c")).containsExactly("a=open; b=c");
        assertThat(readVersion1("a=")).containsExactly("a=");
        assertThat(readVersion1("=x;,; b")).containsExactly("b=");
        assertThat(readVersion1("a=\"")).containsExactly("a=");
    }
}
