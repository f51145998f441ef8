package casemate.control.export;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.control.audit.Audit;
import casemate.control.field.Fields;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestKind;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.web.Viewer;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import casemate.wire.InstanceCopies;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: asks for copies, lists and hands them out, and takes them away.
public final class Exports {
    /// So long a copy can be fetched: over a weekend and a holiday beside it.
    public static final Duration KEPT = Duration.ofDays(7);
    /// Ready copies of one customer; an older one gives way.
    static final int MOST_KEPT = 2;

    static final String KEY = "export.key";
    static final String PASSPHRASE = "export.passphrase";

    private static final Duration AGAIN = Duration.ofMinutes(1);
    /// More rows than there are in the weeks for which they are kept.
    private static final int MOST_LISTED = 50;

    private final ExportTable table;
    private final Requests requests;
    private final Fields fields;
    private final Vault vault;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Sources sources;
    private final Instances instances;
    private final Ids ids;
    private final Clock clock;

    Exports(
            ExportTable table,
            Requests requests,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Sources sources,
            Instances instances,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.requests = requests;
        this.fields = Fields.of(vault);
        this.vault = vault;
        this.audit = audit;
        this.transactions = transactions;
        this.sources = sources;
        this.instances = instances;
        this.ids = ids;
        this.clock = clock;
    }

    /// Takes who hands out the data of instances.
    public void copiesFrom(InstanceCopies copies) {
        sources.instances(copies);
    }

    /// Asks for a copy of all that is the customer's, and makes the request for it unless one whose
    /// copy failed is open.
    ///
    /// @throws Refusal `request-open`
    public Export ask(Viewer by, ExportWish wish) {
        CustomerId customer = own(by);
        try {
            return transactions.execute(_ -> {
                DataRequest request = requests.of(customer).stream()
                        .filter(r -> r.kind() == RequestKind.EXPORT && r.state() == RequestState.TAKEN)
                        .findFirst()
                        .orElseGet(() -> requests.askExport(by));
                return add(request, by, wish);
            });
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict(
                    "request-open", "There is an open request of this kind; withdraw it first, or wait for it.");
        }
    }

    private Export add(DataRequest request, Viewer by, ExportWish wish) {
        Export export = new Export(
                ids.make("exp"),
                own(by),
                request.id(),
                by.user(),
                wish.instances(),
                by.language(),
                lock(wish),
                ExportState.WAITING,
                "waiting",
                0,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
        KeyOwner owner = KeyOwner.of(export.customer());
        Place place = new Place(PASSPHRASE, export.id());
        table.add(
                export,
                wish.recipient(),
                wish.passphrase().map(p -> fields.seal(owner, place, p)).orElse(null));
        audit.record(by.actor(), "export.ask", export.id(), told(export));
        return export;
    }

    private static Export.Lock lock(ExportWish wish) {
        if (wish.recipient().isPresent()) {
            return Export.Lock.RECIPIENT;
        }
        return wish.passphrase().isPresent() ? Export.Lock.PASSPHRASE : Export.Lock.NONE;
    }

    /// A customer's, the newest first.
    public List<Export> of(CustomerId customer) {
        return table.of(customer, MOST_LISTED);
    }

    /// @throws Refusal `export-unknown`, also for another customer's
    public Export get(CustomerId customer, String id) {
        return table.find(customer, id).orElseThrow(Exports::unknown);
    }

    /// Opens the file of a copy for somebody who has just proved who they are, and notes that they had
    /// it.
    ///
    /// @throws Refusal `export-unknown`, `export-not-there`
    /// @throws casemate.base.Unavailable when the key service is needed and does not answer
    public File fetch(Viewer by, String id) {
        Export export = get(own(by), id);
        if (!export.fetchable(clock.instant())) {
            throw notThere();
        }
        byte[] sealed = table.key(export).orElseThrow(Exports::notThere);
        Secret key = Secret.of(vault.open(KeyOwner.of(export.customer()), new Place(KEY, export.id()), sealed));
        audit.record(by.actor(), "export.fetch", export.id());
        return new File(export, key, table);
    }

    /// Where bytes go once there are any: until then the answer may still be a refusal.
    interface Opening {
        OutputStream named(String name) throws IOException;
    }

    /// Hands out the text of an instance's database, compressed by zstd, while it is made.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's; `copy-no-database`
    /// @throws Unavailable when the instance cannot be read now
    void database(Viewer by, InstanceId id, Opening opening) throws InterruptedException {
        CustomerId customer = own(by);
        Instance instance = instances.get(id, by.actor());
        audit.record(
                customer,
                by.actor(),
                "export.database",
                id.value(),
                Json.object().build());
        try (OutputStream out = new LateStream(() -> opening.named(instance.slug()))) {
            sources.instances().copy(id, InstanceCopies.Part.DATABASE, out);
        } catch (IOException e) {
            throw new Unavailable("The database cannot be copied now.", AGAIN, e);
        }
    }

    /// Takes a ready copy away before its time.
    ///
    /// @throws Refusal `export-unknown`, `export-not-there`
    public void remove(Viewer by, String id) {
        transactions.executeWithoutResult(_ -> {
            Export export = get(own(by), id);
            if (export.state() != ExportState.READY || !table.end(export, ExportState.GONE, "", clock.instant())) {
                throw notThere();
            }
            audit.record(by.actor(), "export.remove", export.id());
        });
    }

    /// Removes all that this room holds of a customer, one that is being made included: for the
    /// customer's end. In the caller's transaction, if there is one.
    ///
    /// @return how many copies there were
    public int erase(CustomerId customer, Actor actor) {
        return transactions.execute(_ -> {
            int removed = table.remove(customer);
            if (removed > 0) {
                audit.record(
                        customer,
                        actor,
                        "export.erase",
                        customer.value(),
                        Json.object().put("copies", removed).build());
            }
            return removed;
        });
    }

    static Json.Obj told(Export export) {
        return Json.object()
                .put("instances", export.instances())
                .put("encrypted", export.lock() != Export.Lock.NONE)
                .build();
    }

    static CustomerId own(Viewer viewer) {
        return viewer.customer().orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }

    static Refusal unknown() {
        return Refusal.notFound("export-unknown", "There is no such copy; look at the list again.");
    }

    static Refusal notThere() {
        return Refusal.notFound("export-not-there", "That copy is not there any more; ask for a new one.");
    }

    Instant now() {
        return clock.instant();
    }

    /// A file that can be read once or more.
    public static final class File {
        private final Export export;
        private final Secret key;
        private final ExportTable table;

        private File(Export export, Secret key, ExportTable table) {
            this.export = export;
            this.key = key;
            this.table = table;
        }

        public String name() {
            return export.file();
        }

        public long bytes() {
            return export.bytes();
        }

        /// Piece by piece; one is in memory at a time.
        ///
        /// @throws IOException when the copy is taken away meanwhile, or the reader goes
        public void into(OutputStream out) throws IOException {
            PieceCipher cipher = new PieceCipher(key);
            long left = export.bytes();
            for (int number = 0; left > 0; number++) {
                byte[] sealed =
                        table.piece(export, number).orElseThrow(() -> new IOException("the copy was taken away"));
                byte[] clear = cipher.open(number, sealed);
                out.write(clear);
                left -= clear.length;
            }
        }
    }
}
