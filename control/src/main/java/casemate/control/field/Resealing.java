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
    /// @param stuck rows that could not be opened
    record Swept(long resealed, long stuck) {
        Swept plus(Swept other) {
            return new Swept(resealed + other.resealed, stuck + other.stuck);
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
        if (table.columns().stream().allMatch(c -> c.former().isEmpty())) {
            return true;
        }
        Swept swept = sweep(table, after -> rows.former(table, after, BATCH));
        if (swept.resealed() > 0) {
            LOG.info("{} rows of {} were sealed under their owner's key", swept.resealed(), table.name());
        }
        return rows.countFormer(table) == 0;
    }

    /// Seals an owner's values under the newest key.
    Swept renew(SealedTable table, KeyOwner owner, KeyId newest) {
        return sweep(table, after -> rows.outdated(table, owner, newest, after, BATCH));
    }

    long left(SealedTable table, KeyOwner owner, KeyId newest) {
        return rows.countOutdated(table, owner, newest);
    }

    private Swept sweep(SealedTable table, Function<String, List<SealedRows.Row>> next) {
        String after = "";
        Swept all = new Swept(0, 0);
        while (true) {
            String from = after;
            List<SealedRows.Row> batch = new ArrayList<>();
            all = all.plus(transactions.execute(_ -> {
                batch.addAll(next.apply(from));
                return batch.stream().map(r -> renew(table, r)).reduce(new Swept(0, 0), Swept::plus);
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
        } catch (IllegalStateException e) {
            return stuck(table, e);
        }
        rows.write(table, row.id(), sealed);
        return new Swept(1, 0);
    }

    private void renew(SealedColumn column, SealedRows.Row row, Map<String, byte[]> sealed) {
        Place place = new Place(column.kind(), row.id());
        if (column.former().isPresent()) {
            Former former = column.former().get();
            byte @Nullable [] kept = row.values().get(former.column());
            if (kept != null) {
                byte[] clear = former.opening().open(row.id(), kept);
                sealed.put(column.column(), vault.seal(row.owner(), place, clear));
                return;
            }
        }
        byte @Nullable [] old = row.values().get(column.column());
        if (old != null) {
            sealed.put(column.column(), vault.seal(row.owner(), place, vault.open(row.owner(), place, old)));
        }
    }

    private static Swept stuck(SealedTable table, RuntimeException e) {
        LOG.warn("a row of {} could not be sealed anew and stays as it is: {}", table.name(), e.getMessage());
        return new Swept(0, 1);
    }
}
