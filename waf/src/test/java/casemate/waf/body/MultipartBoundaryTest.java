package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

class MultipartBoundaryTest {
    private final MultipartFlags flags = new MultipartFlags();

    private String boundary(String type) {
        MultipartBoundary.Found found = MultipartBoundary.in(Bytes.latin1(type), flags);
        assertThat(found.refusal()).isEmpty();
        return found.boundary().toLatin1();
    }

    private void refused(String type, String why) {
        MultipartBoundary.Found found = MultipartBoundary.in(Bytes.latin1(type), flags);
        assertThat(found.refusal()).as(type).contains(why);
        assertThat(found.boundary()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void theBoundaryIsTheRestOfTheHeader() {
        assertThat(boundary("multipart/form-data; boundary=0000")).isEqualTo("0000");
        assertThat(boundary("Multipart/Form-Data ;boundary=a'b (c)+_,-./:=?")).isEqualTo("a'b (c)+_,-./:=?");
        assertThat(boundary("multipart/form-data; boundary=----boundary")).isEqualTo("----boundary");
        assertThat(flags.boundaryQuoted || flags.boundaryWhitespace || flags.missingSemicolon)
                .isFalse();
    }

    @Test
    void quotesAreTakenOffAndFlagged() {
        assertThat(boundary("multipart/form-data; boundary=\"00 00\"")).isEqualTo("00 00");
        assertThat(flags.boundaryQuoted).isTrue();
    }

    @Test
    void whiteSpaceAroundTheEqualsSignIsFlagged() {
        assertThat(boundary("multipart/form-data; boundary= 0000")).isEqualTo(" 0000");
        assertThat(flags.boundaryWhitespace).isTrue();
        flags.boundaryWhitespace = false;
        assertThat(boundary("multipart/form-data; boundary =0000")).isEqualTo("0000");
        assertThat(flags.boundaryWhitespace).isTrue();
    }

    @Test
    void aMissingSemicolonIsFlagged() {
        assertThat(boundary("multipart/form-data boundary=0000")).isEqualTo("0000");
        assertThat(flags.missingSemicolon).isTrue();
    }

    @Test
    void aParameterAfterTheBoundaryIsCutOff() {
        assertThat(boundary("multipart/form-data; boundary=0000; charset=UTF-8"))
                .isEqualTo("0000");
    }

    @Test
    void whatReadersCouldTakeDifferentlyIsRefused() {
        refused("", "not available");
        refused("multipart/form-data; boundary=" + "0".repeat(1_024), "(length)");
        refused("multipart/mixed; boundary=0000", "MIME type");
        refused("multipart/form-data", "Boundary not found");
        refused("multipart/form-data; boundary", "(malformed)");
        refused("multipart/form-data; bOundAry=0000", "(case sensitivity)");
        refused("multipart/form-data, boundary=0000", "(malformed)");
        refused("multipart/form-data;; boundary=0000", "(malformed)");
        refused("multipart/form-data; charset=x; boundary=0000", "(malformed)");
        refused("multipart/form-data; boundary123=0000", "(parameter name)");
        refused("multipart/form-data; boundary=00; boundary=11", "Multiple");
        refused("multipart/form-data; boundary=boundary=1", "Multiple");
        refused("multipart/form-data; boundary=\"0000", "(quote)");
        refused("multipart/form-data; boundary=0000\"", "(quote)");
        refused("multipart/form-data; boundary=\"", "(quote)");
        refused("multipart/form-data; boundary=\"\"", "(empty)");
        refused("multipart/form-data; boundary=", "(empty)");
        refused("multipart/form-data; boundary=;a", "(empty)");
        refused("multipart/form-data; boundary=0000 ", "(characters)");
        refused("multipart/form-data; boundary=00\"00", "(characters)");
        refused("multipart/form-data; boundary=00,\u00e9", "(characters)");
    }
}
