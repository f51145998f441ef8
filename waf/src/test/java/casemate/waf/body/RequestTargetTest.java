package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

class RequestTargetTest {
    private static void check(String raw, String uri, String fileName, String baseName, String query) {
        RequestTarget target = RequestTarget.of(Bytes.latin1(raw));
        assertThat(target)
                .isEqualTo(new RequestTarget(
                        Bytes.latin1(raw),
                        Bytes.latin1(uri),
                        Bytes.latin1(fileName),
                        Bytes.latin1(baseName),
                        Bytes.latin1(query)));
    }

    @Test
    void aPathWithAQueryIsTakenApart() {
        check("/a/b.php?x=y%20&z", "/a/b.php?x=y &z", "/a/b.php", "b.php", "x=y%20&z");
    }

    @Test
    void thePathIsDecodedButPlusSignsAndBrokenEncodingsStay() {
        check("/%7Ea+b%2/%zz%41%4", "/~a+b%2/%zzA%4", "/~a+b%2/%zzA%4", "%zzA%4", "");
    }

    @Test
    void anEncodedQuestionMarkEndsTheFileNameButBeginsNoQuery() {
        check("/a%3Fb", "/a?b", "/a", "a", "");
    }

    @Test
    void aFragmentStaysInTheRawTargetOnly() {
        check("/a?b=c#d?e", "/a?b=c", "/a", "a", "b=c");
    }

    @Test
    void aBackslashSeparatesTheBaseNameToo() {
        check("/a\\b", "/a\\b", "/a\\b", "b", "");
        check("/a%5Cb/", "/a\\b/", "/a\\b/", "", "");
    }

    @Test
    void anAbsoluteTargetLosesItsHostInTheUriOnly() {
        check("http://h:80/p/q?r", "/p/q?r", "http://h:80/p/q", "q", "r");
        check("http://h", "http://h", "http://h", "h", "");
        check("h:80", "h:80", "h:80", "", "");
        check("x:y//z/", "x:y//z/", "x:y//z/", "", "");
    }

    @Test
    void anEmptyTargetHasEmptyPieces() {
        check("", "", "", "", "");
        check("?", "?", "", "", "");
        check("*", "*", "*", "", "");
    }

    @Test
    void aTargetWithNothingEncodedIsNotCopied() {
        Bytes raw = Bytes.latin1("/a/b?c");
        RequestTarget target = RequestTarget.of(raw);
        assertThat(target.uri()).isSameAs(raw);
        assertThat(target.query().array()).isSameAs(raw.array());
    }
}
