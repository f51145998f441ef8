package casemate.control.field;

import casemate.base.Refusal;
import casemate.vault.KeyId;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Seals values anew, some rows in each transaction: killed at any moment, each row lies there as it was or
/// as it should be, and the next run goes on. Rows that a request holds are passed by until the next time.
final class Resealing {
    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
    /// Some milliseconds of locks; a request that wants one of these rows does not notice.
    private static final int BATCH = 100;

    /// What came of a sweep through a table.
    ///
    /// @param seen rows that no request held
    /// @param stuck rows that could not be opened
    record Swept(long seen, long resealed, long stuck) {
        static final Swept NOTHING = new Swept(0, 0, 0);

        Swept plus(Swept other) {
            return new Swept(seen + other.seen, resealed + other.resealed, stuck + other.stuck);
        }
    }

    private final SealedRows rows;
    private final Vault vault;
    private final TransactionTemplate transactions;

    Resealing(SealedRows rows, Vault vault, TransactionTemplate transactions) {
        this.rows = rows;
        this.vault = vault;
        this.transactions = transactions;
    }

    /// Seals what older releases kept otherwise.
    ///
    /// @return whether nothing is left of it
    boolean move(SealedTable table) {
        boolean resealed = table.columns().stream().anyMatch(c -> c.before().isPresent());
        if (!resealed && table.columns().stream().allMatch(c -> c.former().isEmpty())) {
            return true;
        }
        if (resealed && rows.isMoved(table)) {
            return true;
        }
        Swept swept = sweep(
                table,
                after -> resealed ? rows.all(table, after, BATCH) : rows.former(table, after, BATCH),
                row -> !resealed || strange(table, row));
        if (swept.resealed() > 0) {
            LOG.info("{} rows of {} were sealed under their owner's key", swept.resealed(), table.name());
        }
        if (resealed) {
            // Values of another kind read well as they are, so that another look can wait for the next start. One that
            // met every row and found nothing to do was the last.
            if (swept.resealed() == 0 && swept.stuck() == 0 && swept.seen() == rows.count(table)) {
                rows.keepMoved(table);
            }
            return true;
        }
        return rows.countFormer(table) == 0;
    }

    /// Whether a value names a key that the vault does not have: it was sealed in another way.
    private boolean strange(SealedTable table, SealedRows.Row row) {
        try {
            return table.columns().stream()
                    .flatMap(c -> Stream.ofNullable(row.values().get(c.column())))
                    .anyMatch(v -> !vault.holds(row.owner(), v));
        } catch (Refusal _) {
            // Erased: there is no key to seal it under.
            return false;
        }
    }

    /// Seals an owner's values under the newest key.
    Swept renew(SealedTable table, KeyOwner owner, KeyId newest) {
        return sweep(table, after -> rows.outdated(table, owner, newest, after, BATCH), _ -> true);
    }

    long left(SealedTable table, KeyOwner owner, KeyId newest) {
        return rows.countOutdated(table, owner, newest);
    }

    private Swept sweep(
            SealedTable table, Function<String, List<SealedRows.Row>> next, Predicate<SealedRows.Row> wanted) {
        String after = "";
        Swept all = Swept.NOTHING;
        while (true) {
            String from = after;
            List<SealedRows.Row> batch = new ArrayList<>();
            all = all.plus(transactions.execute(_ -> {
                batch.addAll(next.apply(from));
                Swept seen = new Swept(batch.size(), 0, 0);
                return batch.stream().filter(wanted).map(r -> renew(table, r)).reduce(seen, Swept::plus);
            }));
            if (batch.size() < BATCH) {
                return all;
            }
            after = batch.getLast().id();
        }
    }

    private Swept renew(SealedTable table, SealedRows.Row row) {
        Map<String, byte[]> sealed = new HashMap<>();
        try {
            for (SealedColumn column : table.columns()) {
                renew(column, row, sealed);
            }
        } catch (Refusal gone) {
            if (!gone.code().equals("key-destroyed")) {
                return stuck(table, gone);
            }
            // Erased: what still lay in clear must not outlive the key.
            sealed.clear();
            if (table.columns().stream().allMatch(c -> c.former().isEmpty())) {
                return Swept.NOTHING;
            }
        } catch (IllegalStateException e) {
            return stuck(table, e);
        }
        rows.write(table, row.id(), sealed);
        return new Swept(0, 1, 0);
    }

    private void renew(SealedColumn column, SealedRows.Row row, Map<String, byte[]> sealed) {
        Place place = new Place(column.kind(), row.place());
        if (column.former().isPresent()) {
            Former former = column.former().get();
            byte @Nullable [] kept = row.values().get(former.column());
            if (kept != null) {
                byte[] clear = former.opening().open(row.place(), kept);
                sealed.put(column.column(), vault.seal(row.owner(), place, clear));
                return;
            }
        }
        byte @Nullable [] old = row.values().get(column.column());
        if (old != null) {
            sealed.put(column.column(), vault.seal(row.owner(), place, open(column, row, place, old)));
        }
    }

    private byte[] open(SealedColumn column, SealedRows.Row row, Place place, byte[] old) {
        return column.before().isEmpty() || vault.holds(row.owner(), old)
                ? vault.open(row.owner(), place, old)
                : column.before().get().open(row.place(), old);
    }

    private static Swept stuck(SealedTable table, RuntimeException e) {
        LOG.warn("a row of {} could not be sealed anew and stays as it is: {}", table.name(), e.getMessage());
        return new Swept(0, 0, 1);
    }
}
