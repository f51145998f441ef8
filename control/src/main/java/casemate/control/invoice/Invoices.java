package casemate.control.invoice;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.account.VatRegister;
import casemate.control.audit.Audit;
import casemate.control.web.Language;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to invoices: issues them, takes them back, and shows them. Days are those of UTC.
public final class Invoices {
    private final InvoiceTable table;
    private final Function<CustomerId, Buyer> buyers;
    private final VatRegister register;
    private final Supplier<Period> keep;
    private final SealedPapers papers;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;
    private final TaxRules rules = new TaxRules(new Union());

    Invoices(
            InvoiceTable table,
            Function<CustomerId, Buyer> buyers,
            VatRegister register,
            Supplier<Period> keep,
            SealedPapers papers,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.buyers = buyers;
        this.register = register;
        this.keep = keep;
        this.papers = papers;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    public List<LegalEntity> entities() {
        return table.entities();
    }

    /// Makes a legal entity, or changes what the next documents of one say of it.
    ///
    /// @param prefix of its numbers, which tells whether it is one that is there
    /// @throws Refusal `invoice-entity-malformed`, `invoice-entity-vat`, `invoice-prefix-malformed`
    public LegalEntity put(String prefix, Seller seller, boolean oneStop, boolean trusting, Actor actor) {
        return transactions.execute(_ -> {
            String id = table.entities().stream()
                    .filter(e -> e.prefix().equals(prefix))
                    .map(LegalEntity::id)
                    .findFirst()
                    .orElseGet(() -> ids.make("ent"));
            LegalEntity entity = new LegalEntity(id, prefix, seller, oneStop, trusting);
            if (!table.put(entity, clock.instant())) {
                throw Refusal.conflict("invoice-prefix-taken", "Somebody took this prefix just now; look again.");
            }
            audit.record(
                    actor,
                    "invoice.put-entity",
                    id,
                    Json.object().put("prefix", prefix).build());
            return entity;
        });
    }

    /// Issues an invoice, in the caller's transaction where there is one: the number is taken when that commits, and
    /// only then. Asked again for the same cause, it gives the one that is there.
    ///
    /// @throws Refusal `invoice-entity-unknown`, `invoice-country-missing`, `invoice-vat-unconfirmed`,
    ///     `invoice-currency-taxed`, `invoice-rate-unknown`
    public Document issue(Wanted wanted, Actor actor) {
        LegalEntity entity = entity(wanted.entity());
        Optional<Document> there = table.ofCause(entity.id(), wanted.cause());
        if (there.isPresent()) {
            return there.get();
        }
        LocalDate today = today();
        Content content = content(entity, wanted);
        Tax tax = content.tax();
        long net = content.net();
        return lay(
                entity,
                wanted.cause(),
                actor,
                content,
                serial -> new Document(
                        ids.make("inv"),
                        entity.id(),
                        serial,
                        entity.number(serial),
                        Optional.empty(),
                        wanted.cause(),
                        wanted.customer(),
                        wanted.currency(),
                        net,
                        tax.on(net),
                        today,
                        today.plusDays(wanted.days()),
                        now(),
                        keptUntil(today)));
    }

    /// What taxes an invoice would have if it were issued now.
    ///
    /// @throws Refusal as [#issue]
    public long tax(Wanted wanted) {
        Content content = content(entity(wanted.entity()), wanted);
        return content.tax().on(content.net());
    }

    /// In which the customer's next paper is written.
    public Language language(CustomerId customer) {
        return buyers.apply(customer).language();
    }

    private Content content(LegalEntity entity, Wanted wanted) {
        Buyer buyer = buyers.apply(wanted.customer());
        // Outside the lock of the series: the register may take its time.
        Tax tax = rules.of(entity, buyer, wanted.until(), register::of);
        if (tax.basisPoints() > 0 && !wanted.currency().equals(currencyOf(entity))) {
            throw Refusal.invalid(
                    "invoice-currency-taxed",
                    "VAT is charged in the currency of the seller's country only; choose that one.");
        }
        return new Content(
                entity.seller(), buyer, wanted.lines(), wanted.from(), wanted.until(), tax, Optional.empty());
    }

    /// What taxes a credit note would take back with a part of an invoice.
    ///
    /// @param net of the part, at most what is left
    public long taxBack(Document invoice, long net) {
        long[] credited = table.credited(invoice.id());
        return taxBack(content(invoice).tax(), net, invoice.net() - credited[0], invoice.tax() - credited[1]);
    }

    /// The last part takes the rest, so that nothing of a coin stays.
    private static long taxBack(Tax tax, long net, long left, long taxLeft) {
        return net == left ? taxLeft : Math.min(taxLeft, tax.on(net));
    }

    /// Takes back an invoice, or a part of it, by a credit note with a number of the same series. It says what the
    /// invoice said, also where the company or the customer has changed since.
    ///
    /// @param part how much of it, and what for; empty for all that is left
    /// @throws Refusal `invoice-unknown`, `invoice-credited`
    public Document credit(String invoice, String cause, Optional<Line> part, Actor actor) {
        Document of = table.find(invoice).filter(d -> !d.creditNote()).orElseThrow(Invoices::unknown);
        LegalEntity entity = entity(of.entity());
        Content said = content(of);
        LocalDate today = today();
        return transactions.execute(_ -> {
            // Whoever credits the same invoice waits here, too.
            long last = table.lockSeries(entity.id());
            Optional<Document> there = table.ofCause(entity.id(), cause);
            if (there.isPresent()) {
                return there.get();
            }
            long[] credited = table.credited(of.id());
            long left = of.net() - credited[0];
            long taxLeft = of.tax() - credited[1];
            long net = part.map(Line::net).orElse(left);
            if (net > left || left + taxLeft == 0 || (part.isPresent() && net == 0)) {
                throw Refusal.conflict("invoice-credited", "Not so much is left of this invoice to take back.");
            }
            long tax = taxBack(said.tax(), net, left, taxLeft);
            List<Line> lines = part.map(List::of)
                    .orElseGet(() -> credited[0] == 0 ? said.lines() : List.of(new Line(of.number(), 1, left)));
            Content content = new Content(
                    said.seller(),
                    said.buyer(),
                    lines,
                    said.from(),
                    said.until(),
                    said.tax(),
                    Optional.of(of.number()));
            return write(
                    new Document(
                            ids.make("inv"),
                            entity.id(),
                            last + 1,
                            entity.number(last + 1),
                            Optional.of(of.id()),
                            cause,
                            of.customer(),
                            of.currency(),
                            net,
                            tax,
                            today,
                            today,
                            now(),
                            keptUntil(today)),
                    content,
                    actor);
        });
    }

    /// A customer's, the newest first.
    ///
    /// @param before the smallest id already seen; empty to begin
    public List<Document> of(CustomerId customer, String before, int size) {
        return table.page(customer.value(), before, size);
    }

    /// Everybody's, the newest first.
    public List<Document> all(String before, int size) {
        return table.page("", before, size);
    }

    /// @throws Refusal `invoice-unknown`, also for another customer's
    public Document get(CustomerId customer, String id) {
        return table.find(id).filter(d -> d.customer().equals(customer)).orElseThrow(Invoices::unknown);
    }

    /// @throws Refusal `invoice-unknown`
    public Document get(String id) {
        return table.find(id).orElseThrow(Invoices::unknown);
    }

    /// How much of an invoice credit notes have not taken back, before taxes.
    public long left(Document invoice) {
        return invoice.net() - table.credited(invoice.id())[0];
    }

    /// Its PDF/A-3 with the invoice for programs inside (Factur-X); always the same bytes.
    public byte[] paper(Document document) {
        return papers.of(document);
    }

    Content content(Document document) {
        return papers.content(document);
    }

    private Document lay(
            LegalEntity entity, String cause, Actor actor, Content content, Function<Long, Document> numbered) {
        return transactions.execute(_ -> {
            long last = table.lockSeries(entity.id());
            return table.ofCause(entity.id(), cause).orElseGet(() -> write(numbered.apply(last + 1), content, actor));
        });
    }

    private Document write(Document document, Content content, Actor actor) {
        table.take(document.entity(), document.serial());
        papers.lay(document, content);
        audit.record(
                document.customer(),
                actor,
                document.creditNote() ? "invoice.credit" : "invoice.issue",
                document.id(),
                Json.object().put("number", document.number()).build());
        return document;
    }

    private LegalEntity entity(String id) {
        return table.entity(id)
                .orElseThrow(
                        () -> Refusal.notFound("invoice-entity-unknown", "There is no such company; set it up first."));
    }

    /// The last day of what is issued on a day.
    LocalDate keptUntil(LocalDate issued) {
        return issued.plus(keep.get());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /// As fine as the database keeps it, so that a document is the same before and after.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String currencyOf(LegalEntity entity) {
        return Currency.getInstance(Locale.of("", entity.seller().country())).getCurrencyCode();
    }

    static Refusal unknown() {
        return Refusal.notFound("invoice-unknown", "There is no such invoice; look at the list again.");
    }
}
