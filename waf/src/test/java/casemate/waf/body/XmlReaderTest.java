package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

class XmlReaderTest {
    private final Heard heard = new Heard();

    private BodyEnd read(Bytes body) {
        BodyReader reader = BodyReader.xml(heard, BodyLimits.USUAL);
        reader.read(body);
        return reader.end();
    }

    private BodyEnd read(String body) {
        return read(Bytes.utf8(body));
    }

    private void malformed(String body, String why) {
        assertThat(read(body))
                .as(body)
                .isInstanceOfSatisfying(
                        BodyEnd.Malformed.class,
                        end -> assertThat(end.message()).contains(why));
    }

    private void complete(String body, String text, String... attributes) {
        heard.lines.clear();
        assertThat(read(body)).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.of("text")).containsExactly(text);
        assertThat(heard.of("attribute")).containsExactly(attributes);
    }

    @Test
    void theTextIsThatOfAllElementsWithItsWhiteSpace() {
        complete(
                "<?xml version=\"1.0\"?>\n<a>\n <b>one</b><!-- no --> <c><d>two</d><?no no?></c>\n</a>\n<!-- -->\n",
                "\n one two\n");
    }

    @Test
    void attributesAreToldInTheirOrder() {
        complete("<a x='1' y = \"it's\"><b z=\"\" ><c é:w='&lt;'/></b></a>", "", "1", "it's", "", "<");
    }

    @Test
    void declarationsOfNamespacesAreNoAttributes() {
        complete("<s:a xmlns='u' xmlns:s=\"v\" s:b='w' xmlnsx='x' xmlns:='y' xmlns::z='z'/>", "", "w", "x", "y", "z");
    }

    @Test
    void referencesToCharactersAreDecoded() {
        complete(
                "<a b='&#13;&#10;&#x7B;&quot;&apos;'>&lt;&gt;&amp;&#233;&#x20ac;&#x1F600;&amp;#8222;</a>",
                "<>&" + Bytes.utf8("é€\ud83d\ude00") + "&#8222;",
                "\r\n{\"'");
    }

    @Test
    void characterDataSectionsAreText() {
        complete("<a>x<![CDATA[<b>&amp;]]]]><![CDATA[>]]>y</a>", "x<b>&amp;]]>y");
    }

    @Test
    void lineEndsBecomeLineFeedsInTextAndSpacesInValues() {
        complete("<a b='1\r\n2\r3\n4\t5'>1\r\n2\r3\n<![CDATA[\r\n]]></a>", "1\n2\n3\n\n", "1 2 3 4 5");
    }

    @Test
    void aValueWithoutReferencesIsAViewOfTheBody() {
        Bytes body = Bytes.latin1("<a b='value'/>");
        assertThat(read(body)).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.values.getFirst().array()).isSameAs(body.array());
    }

    @Test
    void latin1IsReadAsUtf8() {
        assertThat(read(Bytes.latin1("<?xml version='1.0' encoding='ISO-8859-1'?><a b='\u00e9'>\u00e9</a>")))
                .isEqualTo(BodyEnd.COMPLETE);
        String decoded = Bytes.utf8("\u00e9").toLatin1();
        assertThat(heard.lines).containsExactly("attribute " + decoded, "text " + decoded);
    }

    @Test
    void aByteOrderMarkOfUtf8IsPassedOver() {
        complete("\ufeff<?xml version='1.0' encoding=\"UTF-8\" standalone='no' ?><a>b</a>", "b");
        complete("\ufeff<a>b</a>", "b");
    }

    @Test
    void aBodyWithoutAnyByteIsComplete() {
        assertThat(read("")).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void otherEncodingsAreRefused() {
        malformed("<?xml version='1.0' encoding='UTF-7'?><a/>", "encoding");
        malformed("<?xml version='1.0' encoding='UTF-16'?><a/>", "encoding");
        malformed("\ufeff<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "encoding");
        assertThat(read(Bytes.latin1("\u00fe\u00ff\0<\0a"))).isInstanceOf(BodyEnd.Malformed.class);
        assertThat(read(Bytes.latin1("<\0a\0"))).isInstanceOf(BodyEnd.Malformed.class);
    }

    @Test
    void documentTypesAndTheirEntitiesAreRefused() {
        malformed("<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><a>&b;</a>", "document type");
        malformed("<!DOCTYPE a SYSTEM 'x.dtd'><a/>", "document type");
        malformed("<a>&b;</a>", "reference");
        malformed("<a>&nbsp;</a>", "reference");
    }

    @Test
    void whatIsNotWellFormedIsMalformed() {
        for (String body : new String[] {
            " ",
            "test",
            "<",
            "<a",
            "<a>",
            "<a/",
            "<a>b",
            "</a>",
            "<a></b>",
            "<a></a",
            "<a></a b>",
            "<a><b></a></b>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<a b>",
            "<a b=>",
            "<a b=c>",
            "<a b='c>",
            "<a b='<'/>",
            "<a b='1'c='2'/>",
            "<a b='1' b='2'/>",
            "<1a/>",
            "<-a/>",
            "< a/>",
            "<a =''/>",
            "<a>]]></a>",
            "<a>&</a>",
            "<a>&lt</a>",
            "<a>&#;</a>",
            "<a>&#x;</a>",
            "<a>&#0;</a>",
            "<a>&#xD800;</a>",
            "<a>&#x110000;</a>",
            "<a>&#99999999999;</a>",
            "<a>&#xFFFE;</a>",
            "<a>&#1;</a>",
            "<a>&#1f;</a>",
            "<a>\u0001</a>",
            "<a>\0</a>",
            "<a>\uffff</a>",
            "<!-- -- --><a/>",
            "<!--><a/>",
            "<!-- ",
            "<!---><a/>",
            "<![CDATA[x]]><a/>",
            "<a><![CDATA[x</a>",
            "<a><?xml version='1.0'?></a>",
            "<a/><?XML ?>",
            "<?p <a/>",
            "<? p?><a/>",
            "<?p\" x?><a/>",
            "<?p?x?><a/>",
            " <?xml version='1.0'?><a/>",
            "<?xml?><a/>",
            "<?xml version='2.0'?><a/>",
            "<?xml version='1.0' encoding='u'",
            "<a><!ELEMENT b></a>"
        }) {
            malformed(body, "XML parsing error: ");
        }
        assertThat(read(Bytes.latin1("<a>\u00e9</a>"))).isInstanceOf(BodyEnd.Malformed.class);
        assertThat(read(Bytes.latin1("<a b='\u00c0\u0080'/>"))).isInstanceOf(BodyEnd.Malformed.class);
        assertThat(read(Bytes.latin1("<\u00ed\u00a0\u0080/>"))).isInstanceOf(BodyEnd.Malformed.class);
    }

    @Test
    void whatStandsBeforeAnErrorIsTold() {
        malformed("<a b='c'>text<d e='f'>more</a>", "does not match");
        assertThat(heard.lines).containsExactly("attribute c", "attribute f", "text textmore");
    }

    @Test
    void nestingAttributesAndSizeAreLimited() {
        assertThat(read("<a>".repeat(256) + "</a>".repeat(256))).isEqualTo(BodyEnd.COMPLETE);
        assertThat(read("<a>".repeat(257) + "</a>".repeat(257))).isInstanceOf(BodyEnd.LimitReached.class);
        StringBuilder many = new StringBuilder("<a");
        for (int i = 0; i < 257; i++) {
            many.append(" a").append(i).append("=''");
        }
        assertThat(read(many + "/>")).isInstanceOf(BodyEnd.LimitReached.class);
        BodyReader two = BodyReader.xml(heard, new BodyLimits(2, 0, 99, 0, 0));
        two.read(Bytes.latin1("<a b='' c='' d=''/>"));
        assertThat(two.end()).isInstanceOf(BodyEnd.LimitReached.class);
        BodyReader small = BodyReader.xml(heard, new BodyLimits(2, 0, 9, 0, 0));
        small.read(Bytes.latin1("<a></a   >"));
        assertThat(small.end()).isEqualTo(new BodyEnd.LimitReached(BodyLimits.TOO_LARGE));
    }
}
