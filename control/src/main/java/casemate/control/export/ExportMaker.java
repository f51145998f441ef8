package casemate.control.export;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.account.Details;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.audit.Deed;
import casemate.control.audit.Event;
import casemate.control.audit.Sought;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.web.Words;
import casemate.wire.InstanceCopies;
import casemate.wire.PodOrder.Wanted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts together what is in a copy: docs/formats/export.md says what lies where.
final class ExportMaker {
    static final String ACCOUNT = "casemate-export.v1";
    static final String OWN = "casemate-own-data.v1";
    private static final int EVENTS = 500;
    private static final int INVOICES = 100;
    private static final int MAX_DETAIL = 64 << 10;

    private final CarriedTable rows;
    private final Accounts accounts;
    private final Audit audit;
    private final Invoices invoices;
    private final Instances instances;
    private final Sources sources;
    private final Words words;
    private final TransactionTemplate moment;

    /// @param moment a transaction that reads, and in which the database stands still
    ExportMaker(
            CarriedTable rows,
            Accounts accounts,
            Audit audit,
            Invoices invoices,
            Instances instances,
            Sources sources,
            Words words,
            TransactionTemplate moment) {
        this.rows = rows;
        this.accounts = accounts;
        this.audit = audit;
        this.invoices = invoices;
        this.instances = instances;
        this.sources = sources;
        this.words = words;
        this.moment = moment;
    }

    /// Hears what is being done; may throw to end it.
    interface Progress {
        void at(String step);
    }

    void make(Export export, Bundle bundle, Instant at, Progress progress) throws IOException, InterruptedException {
        CustomerId customer = export.customer();
        progress.at("account");
        bundle.text("README.txt", out -> out.write(words.say(export.language(), "export.readme", at, export.id())));
        bundle.text("account.json", out -> out.write(account(customer, at).text() + "\n"));
        tables(customer, bundle);
        progress.at("activity");
        bundle.text("activity.json", out -> activity(customer, out));
        progress.at("invoices");
        invoices(customer, bundle);
        if (export.instances()) {
            progress.at("instances");
            instances(customer, bundle);
        }
    }

    private Json.Obj account(CustomerId id, Instant at) {
        Customer customer = accounts.customer(id).orElseThrow(Exports::unknown);
        Details details = customer.details();
        Json.Builder o = Json.object()
                .put("format", ACCOUNT)
                .put("made", at)
                .put("customer", id.value())
                .put("email", customer.email().value())
                .put("since", customer.createdAt());
        details.company().ifPresent(v -> o.put("company", v));
        details.contactName().ifPresent(v -> o.put("contactName", v));
        details.address().ifPresent(v -> o.put("address", v));
        details.postcode().ifPresent(v -> o.put("postcode", v));
        details.country().ifPresent(v -> o.put("country", v));
        details.vatNumber().ifPresent(v -> o.put("vatNumber", v));
        return o.build();
    }

    /// All of one moment, and a list of what is there and of what is not, and why.
    private void tables(CustomerId customer, Bundle bundle) {
        moment.executeWithoutResult(_ -> {
            try {
                Map<String, List<String>> columns = rows.columns();
                for (Carried carried : present(columns)) {
                    Optional<String> condition = carried.customer().condition();
                    if (condition.isPresent()) {
                        bundle.text(
                                "tables/" + carried.table() + ".json",
                                out -> rows.write(
                                        carried,
                                        "customer",
                                        condition.get(),
                                        columns.getOrDefault(carried.table(), List.of()),
                                        customer.value(),
                                        out));
                    }
                }
                bundle.text("tables/index.json", out -> out.write(index(columns).text() + "\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        });
    }

    /// Without those of rooms that this database does not have.
    private static List<Carried> present(Map<String, List<String>> columns) {
        return Carried.all().stream()
                .filter(carried -> columns.containsKey(carried.table()))
                .toList();
    }

    private static Json index(Map<String, List<String>> columns) {
        return Json.array(present(columns), carried -> {
            Json.Builder o = Json.object().put("table", carried.table());
            return carried.customer().condition().isPresent()
                    ? o.put("columns", Json.texts(columns.getOrDefault(carried.table(), List.of())))
                            .build()
                    : o.put("leftOut", carried.customer().why()).build();
        });
    }

    /// As the page of activity shows it: which operator it was, and what operators and programs noted
    /// down, is the vendor's.
    private void activity(CustomerId customer, Writer out) throws IOException {
        out.write("[");
        String separator = "\n";
        Deed after = Deed.NEWEST;
        List<Event> events;
        do {
            events = audit.of(customer, after, EVENTS);
            for (Event event : events) {
                out.write(separator + act(event).text());
                separator = ",\n";
            }
            after = events.isEmpty() ? after : after.after(events);
        } while (events.size() == EVENTS);
        out.write("\n]\n");
    }

    private static Json.Obj act(Event event) {
        boolean person = event.actor().startsWith(Sought.PEOPLE);
        int colon = event.actor().indexOf(':');
        Json.Builder o = Json.object()
                .put("at", event.at())
                .put("who", person || colon < 0 ? event.actor() : event.actor().substring(0, colon))
                .put("did", event.action())
                .put("to", event.object());
        if (person) {
            o.put("noted", Json.parse(event.detail().getBytes(StandardCharsets.UTF_8), MAX_DETAIL));
        }
        return o.build();
    }

    private void invoices(CustomerId customer, Bundle bundle) throws IOException, InterruptedException {
        String before = "";
        List<Document> page;
        do {
            page = invoices.of(customer, before, INVOICES);
            for (Document document : page) {
                bundle.file("invoices/" + document.file(), out -> out.write(invoices.paper(document)));
            }
            before = page.isEmpty() ? "" : page.getLast().id();
        } while (page.size() == INVOICES);
    }

    private void instances(CustomerId customer, Bundle bundle) throws IOException, InterruptedException {
        for (Instance instance : instances.of(customer)) {
            if (instance.wanted() != Wanted.ERASED) {
                bundle.packed(
                        "instances/" + instance.slug() + ".tar.zst",
                        out -> sources.instances().copy(instance.id(), InstanceCopies.Part.WHOLE, out));
            }
        }
    }

    /// What is kept of one person, whatever customers they belong to.
    void own(UserId id, Instant at, Writer out) {
        moment.executeWithoutResult(_ -> {
            try {
                Person person = accounts.person(id).orElseThrow(Exports::unknown);
                Map<String, List<String>> columns = rows.columns();
                out.write("{\"format\":\"" + OWN + "\",\"made\":\"" + at + "\",\"person\":\""
                        + person.id().value() + "\"");
                for (Carried carried : present(columns)) {
                    Optional<String> condition = carried.person().condition();
                    if (condition.isPresent()) {
                        out.write(",\n\"" + carried.table() + "\":");
                        rows.write(
                                carried,
                                "person",
                                condition.get(),
                                columns.getOrDefault(carried.table(), List.of()),
                                id.value(),
                                out);
                    }
                }
                out.write("}\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
