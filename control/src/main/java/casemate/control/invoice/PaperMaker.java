package casemate.control.invoice;

import casemate.control.web.Language;
import casemate.control.web.Words;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes a document's paper: what people read, in the buyer's language, around what programs read.
final class PaperMaker {
    private final Words words;
    private final FacturX facturX = new FacturX();

    PaperMaker(Words words) {
        this.words = words;
    }

    byte[] make(Document document, Content content) {
        return facturX.embed(draw(document, content), document, content, note(content), terms(document, content));
    }

    private byte[] draw(Document document, Content content) {
        Language language = content.buyer().language();
        String title = say(language, "paper." + document.kind(), document.number());
        try (Sheet sheet = new Sheet(title, language.code())) {
            sheet.seller(sellerLines(content.seller()));
            sheet.buyer(buyerLines(content.buyer(), language));
            sheet.title(title);
            facts(document, content, language).forEach(sheet::fact);
            sheet.head(List.of(
                    say(language, "paper.what"),
                    say(language, "paper.quantity"),
                    say(language, "paper.unit"),
                    say(language, "paper.net")));
            for (Line line : content.lines()) {
                sheet.row(List.of(
                        line.text(),
                        String.format(language.locale(), "%,d", line.quantity()),
                        money(line.unit(), document, language),
                        money(line.net(), document, language)));
            }
            sheet.sum(say(language, "paper.net-total"), money(document.net(), document, language), false);
            sheet.sum(taxName(content.tax(), language), money(document.tax(), document, language), false);
            sheet.sum(say(language, "paper.gross"), money(document.gross(), document, language), true);
            note(content).ifPresent(sheet::text);
            if (!document.creditNote()) {
                sheet.text(terms(document, content));
                content.seller()
                        .iban()
                        .ifPresent(iban -> sheet.text(say(
                                language,
                                "paper.bank",
                                iban.replaceAll("(.{4})(?!$)", "$1 "),
                                content.seller().bic().orElse("–"),
                                document.number())));
            }
            return sheet.finish();
        }
    }

    private List<String[]> facts(Document document, Content content, Language language) {
        List<String[]> facts = new ArrayList<>();
        facts.add(new String[] {say(language, "paper.issued"), day(document.issuedOn(), language)});
        if (!document.creditNote()) {
            facts.add(new String[] {say(language, "paper.due"), day(document.dueOn(), language)});
        }
        facts.add(new String[] {
            say(language, "paper.period"), day(content.from(), language) + " – " + day(content.until(), language)
        });
        content.credits().ifPresent(n -> facts.add(new String[] {say(language, "paper.credits"), n}));
        facts.add(new String[] {
            say(language, "paper.customer"), content.buyer().customer().value()
        });
        return facts;
    }

    private static List<String> sellerLines(Seller seller) {
        List<String> lines = new ArrayList<>(List.of(
                seller.name(),
                seller.address(),
                seller.postcode() + " " + seller.city() + ", " + seller.country(),
                seller.registration()));
        seller.vatNumber().ifPresent(lines::add);
        lines.add(seller.email());
        return lines;
    }

    private static List<String> buyerLines(Buyer buyer, Language language) {
        List<String> lines = new ArrayList<>(List.of(buyer.name()));
        buyer.contact().filter(c -> !c.equals(buyer.name())).ifPresent(lines::add);
        buyer.address().ifPresent(lines::add);
        buyer.postcode().ifPresent(lines::add);
        lines.add(Locale.of("", buyer.country()).getDisplayCountry(language.locale()));
        buyer.vatNumber().ifPresent(lines::add);
        return lines;
    }

    private String taxName(Tax tax, Language language) {
        return tax.basisPoints() == 0
                ? say(language, "paper.no-tax")
                : say(
                        language,
                        "paper.tax",
                        tax.percent().stripTrailingZeros().toPlainString(),
                        Locale.of("", tax.country()).getDisplayCountry(language.locale()));
    }

    /// Why there is no VAT, which the law wants to be said.
    private Optional<String> note(Content content) {
        return content.tax().basisPoints() > 0
                ? Optional.empty()
                : Optional.of(say(
                        content.buyer().language(),
                        "paper.tax." + content.tax().reason().code()));
    }

    private String terms(Document document, Content content) {
        Language language = content.buyer().language();
        return say(language, "paper.terms", day(document.dueOn(), language));
    }

    private String say(Language language, String key, Object... arguments) {
        return words.say(language, "invoice." + key, arguments);
    }

    private static String money(long minor, Document document, Language language) {
        return Amounts.say(minor, document.currency(), language);
    }

    private static String day(LocalDate day, Language language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language.locale())
                .format(day);
    }
}
