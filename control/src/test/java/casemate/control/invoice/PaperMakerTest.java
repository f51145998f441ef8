package casemate.control.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.web.Language;
import casemate.control.web.Words;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/// The papers, looked at with the library that drew them; docs/design/billing.md tells how they are validated by
/// others:
/// `-Dcasemate.papers=DIRECTORY` has this test write them there.
class PaperMakerTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    private final PaperMaker maker = new PaperMaker(new Words());

    @Test
    void every_kind_of_vat_makes_a_paper_whose_two_halves_say_the_same() throws Exception {
        Map<Tax.Reason, String> buyers = Map.of(
                Tax.Reason.DOMESTIC, "FR",
                Tax.Reason.ONE_STOP, "PL",
                Tax.Reason.BELOW_THRESHOLD, "PL",
                Tax.Reason.REVERSE_CHARGE, "PL",
                Tax.Reason.OUTSIDE, "US",
                Tax.Reason.NOT_REGISTERED, "FR");
        for (Tax.Reason reason : Tax.Reason.values()) {
            boolean taxed = reason.category().equals("S");
            Tax tax = new Tax(reason, reason == Tax.Reason.ONE_STOP ? "PL" : "FR", taxed ? 2300 : 0);
            for (boolean credit : new boolean[] {false, true}) {
                check(reason.code(), tax, buyers.getOrDefault(reason, "FR"), credit, lines(3));
            }
        }
    }

    @Test
    void a_hundred_lines_run_on_to_further_pages_and_strange_letters_do_no_harm() throws Exception {
        List<Line> many = IntStream.range(0, Content.MAX_LINES)
                .mapToObj(i -> new Line("漢字 𝄞 Ελλάδα Київ " + "long".repeat(30) + i, 1 + i, 333))
                .toList();
        check("long", new Tax(Tax.Reason.DOMESTIC, "FR", 2000), "FR", false, many);
    }

    private void check(String name, Tax tax, String country, boolean credit, List<Line> lines) throws Exception {
        boolean numbered = tax.reason() == Tax.Reason.REVERSE_CHARGE;
        Content content = new Content(
                tax.reason() == Tax.Reason.NOT_REGISTERED
                        ? Papers.unregistered().seller()
                        : Papers.seller(),
                Papers.buyer(country, numbered ? "PL5260250995" : ""),
                lines,
                DAY.withDayOfMonth(1),
                DAY.withDayOfMonth(30),
                tax,
                credit ? Optional.of("ED-000001") : Optional.empty());
        Document document = new Document(
                "inv_1",
                "ent_1",
                2,
                "ED-000002",
                credit ? Optional.of("inv_0") : Optional.empty(),
                "test",
                Papers.CUSTOMER,
                "EUR",
                content.net(),
                tax.on(content.net()),
                DAY,
                DAY.plusDays(30),
                Instant.EPOCH,
                DAY.plusYears(7));
        byte[] pdf = maker.make(document, content);
        keep(name + (credit ? "-credit" : "") + ".pdf", pdf);
        try (PDDocument read = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(read);
            assertThat(text)
                    .contains(credit ? "Faktura korygująca ED-000002" : "Faktura ED-000002")
                    .contains("Zażółć Gęślą Sp. z o.o.")
                    .contains(Amounts.say(document.gross(), "EUR", Language.PL)
                            .replace('\u00a0', ' ')
                            .strip()
                            .substring(0, 3));
            assertThat(read.getDocumentCatalog().getLanguage()).isEqualTo("pl");
            String about = new String(read.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
            assertThat(about).containsPattern("pdfaid:part[>=\"]+3").contains("EN 16931");
            assertThat(read.getDocumentCatalog().getOutputIntents()).isNotEmpty();
            PDComplexFileSpecification file =
                    Objects.requireNonNull(new PDDocumentNameDictionary(read.getDocumentCatalog())
                            .getEmbeddedFiles()
                            .getNames()
                            .get("factur-x.xml"));
            xml(file.getEmbeddedFile().toByteArray(), document, tax);
        }
    }

    private static void xml(byte[] xml, Document document, Tax tax) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();
        assertThat(last(root, "ram:TypeCode", 0)).isEqualTo(document.creditNote() ? "381" : "380");
        assertThat(last(root, "ram:TaxBasisTotalAmount", -1))
                .isEqualTo(Amounts.decimal(document.net()).toPlainString());
        assertThat(last(root, "ram:TaxTotalAmount", -1))
                .isEqualTo(Amounts.decimal(document.tax()).toPlainString());
        assertThat(last(root, "ram:GrandTotalAmount", -1))
                .isEqualTo(Amounts.decimal(document.gross()).toPlainString());
        assertThat(last(root, "ram:DuePayableAmount", -1))
                .isEqualTo(Amounts.decimal(document.gross()).toPlainString());
        assertThat(last(root, "ram:CategoryCode", -1)).isEqualTo(tax.reason().category());
        assertThat(root.getElementsByTagName("ram:TaxTotalAmount").getLength()).isEqualTo(1);
    }

    /// The text of an element: the first, or the last.
    private static String last(Element root, String name, int index) {
        var found = root.getElementsByTagName(name);
        return found.item(index < 0 ? found.getLength() - 1 : index).getTextContent();
    }

    private static List<Line> lines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Line("Hosting, plan " + i, i, 3333))
                .toList();
    }

    private static void keep(String name, byte[] pdf) throws IOException {
        String directory = System.getProperty("casemate.papers", "");
        if (!directory.isEmpty()) {
            Files.write(Files.createDirectories(Path.of(directory)).resolve(name), pdf);
        }
    }
}
