package casemate.control.invoice;

import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.control.field.Fields;
import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;

/// What documents say and look like, as it lies in the database: under the platform's key, so that the end of a
/// customer's key takes no invoice with it (LIF-5), and with a hash, so that nobody who can write there changes one.
final class SealedPapers {
    private static final String CONTENT = "invoice.content";
    private static final String PAPER = "invoice.paper";

    private final InvoiceTable table;
    private final Fields fields;
    private final PaperMaker maker;
    private final Clock clock;

    SealedPapers(InvoiceTable table, Fields fields, PaperMaker maker, Clock clock) {
        this.table = table;
        this.fields = fields;
        this.maker = maker;
        this.clock = clock;
    }

    /// For the rotation of keys.
    static SealedTable contents() {
        return sealed(CONTENT);
    }

    /// For the rotation of keys.
    static SealedTable papers() {
        return sealed(PAPER);
    }

    private static SealedTable sealed(String table) {
        return new SealedTable(
                table, "document_id", "document_id", SealedTable.PLATFORM, List.of(SealedColumn.of("sealed", table)));
    }

    void lay(Document document, Content content) {
        byte[] bytes = content.bytes();
        table.add(document, Sha256.of(bytes), seal(CONTENT, document, bytes));
    }

    Content content(Document document) {
        return Content.read(open(CONTENT, document, table.content(document.id())));
    }

    /// Always the same bytes: whoever makes a paper at the same time as another takes what the first has laid down.
    byte[] of(Document document) {
        if (table.paper(document.id()).isEmpty()) {
            make(document, content(document));
        }
        return open(PAPER, document, table.paper(document.id()).orElseThrow());
    }

    /// @return whether it was not there yet
    boolean make(Document document, Content content) {
        byte[] made = maker.make(document, content);
        return table.addPaper(
                document.id(), new InvoiceTable.Laid(seal(PAPER, document, made), Sha256.of(made)), clock.instant());
    }

    private byte[] seal(String kind, Document document, byte[] clear) {
        return fields.seal(KeyOwner.PLATFORM, new Place(kind, document.id()), Secret.of(clear));
    }

    private byte[] open(String kind, Document document, InvoiceTable.Laid laid) {
        byte[] clear = fields.secret(KeyOwner.PLATFORM, new Place(kind, document.id()), laid.sealed())
                .reveal();
        if (!MessageDigest.isEqual(Sha256.of(clear), laid.hash())) {
            throw new IllegalStateException(document.number() + " is not what was issued");
        }
        return clear;
    }
}
