package casemate.control.invoice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import org.mustangproject.BankDetails;
import org.mustangproject.Invoice;
import org.mustangproject.Item;
import org.mustangproject.LegalOrganisation;
import org.mustangproject.Product;
import org.mustangproject.TradeParty;
import org.mustangproject.ZUGFeRD.Profiles;
import org.mustangproject.ZUGFeRD.ZUGFeRDExporterFromA3;

/// What programs read: the invoice as Factur-X/ZUGFeRD 2 in the profile EN 16931, inside of the PDF/A-3.
final class FacturX {
    private static final String PROFILE = "EN16931";
    private static final int VERSION = 2;
    /// Each.
    private static final String PIECE = "C62";

    private static final String PRODUCER = "Casemate";

    byte[] embed(byte[] drawn, Document document, Content content, Optional<String> note, String terms) {
        try (ZUGFeRDExporterFromA3 exporter = new ZUGFeRDExporterFromA3()) {
            // The drawn pages become PDF/A here: the library writes what is missing.
            exporter.ignorePDFAErrors();
            exporter.load(drawn);
            exporter.setProducer(PRODUCER).setCreator(PRODUCER);
            exporter.setProfile(Profiles.getByName(PROFILE)).setZUGFeRDVersion(VERSION);
            exporter.setTransaction(invoice(document, content, note, terms));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            exporter.export(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Invoice invoice(Document document, Content content, Optional<String> note, String terms) {
        boolean outside = content.tax().reason().category().equals("O");
        Invoice invoice = new Invoice()
                .setNumber(document.number())
                .setIssueDate(date(document.issuedOn()))
                .setDueDate(date(document.dueOn()))
                .setDetailedDeliveryPeriod(date(content.from()), date(content.until()))
                .setPaymentTermDescription(terms)
                .setCurrency(document.currency())
                .setSender(seller(content.seller(), outside))
                .setRecipient(buyer(content.buyer(), outside));
        note.ifPresent(invoice::addNote);
        if (document.creditNote()) {
            invoice.setCreditNote(content.credits().orElseThrow());
        }
        for (Line line : content.lines()) {
            invoice.addItem(new Item(
                    product(line, content.tax(), note),
                    Amounts.decimal(line.unit()),
                    BigDecimal.valueOf(line.quantity())));
        }
        return invoice;
    }

    private static Product product(Line line, Tax tax, Optional<String> note) {
        Product product = new Product(line.text(), "", PIECE, tax.percent())
                .setTaxCategoryCode(tax.reason().category());
        note.ifPresent(product::setTaxExemptionReason);
        return product;
    }

    /// @param outside what is not subject to VAT carries no number of it (BR-O-02)
    private static TradeParty seller(Seller seller, boolean outside) {
        TradeParty party = new TradeParty(
                        seller.name(), seller.address(), seller.postcode(), seller.city(), seller.country())
                .setEmail(seller.email())
                .setLegalOrganisation(new LegalOrganisation(seller.registration()));
        if (!outside) {
            seller.vatNumber().ifPresent(party::addVATID);
        }
        seller.iban()
                .ifPresent(iban -> party.addBankDetails(
                        seller.bic().map(bic -> new BankDetails(iban, bic)).orElseGet(() -> new BankDetails(iban))));
        return party;
    }

    private static TradeParty buyer(Buyer buyer, boolean outside) {
        TradeParty party = new TradeParty()
                .setName(buyer.name())
                .setCountry(buyer.country())
                .setID(buyer.customer().value());
        buyer.address().ifPresent(party::setStreet);
        buyer.postcode().ifPresent(party::setZIP);
        if (!outside) {
            buyer.vatNumber().ifPresent(party::addVATID);
        }
        return party;
    }

    /// The library writes the day as this machine's zone has it.
    private static Date date(LocalDate day) {
        return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
    }
}
