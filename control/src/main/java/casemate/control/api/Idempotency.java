package casemate.control.api;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.base.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.transaction.support.TransactionTemplate;

/// Does once what a program asks for twice because the first answer was lost. The answer is kept in the transaction of
/// the change, sealed: it may hold a password that is nowhere else.
final class Idempotency {
    /// Long enough for a job that is run again the next day.
    static final Duration KEPT = Duration.ofHours(24);

    private static final Pattern KEY = Pattern.compile("[!-~]{8,128}");
    private static final int MAX_ANSWER = 64 * 1024;

    private final IdempotencyTable table;
    private final SealingKey seal;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Idempotency(IdempotencyTable table, SealingKey seal, TransactionTemplate transactions, Clock clock) {
        this.table = table;
        this.seal = seal;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// @param token of whoever asks; keys of others are not in the way
    /// @param key as the header has it; empty: each time anew
    /// @param request what makes two requests the same: method, path and body
    /// @throws Refusal `idempotency-key-malformed`, `idempotency-key-reused`
    Json.Obj once(String token, Optional<String> key, String request, Supplier<Json.Obj> act) {
        if (key.isEmpty()) {
            return act.get();
        }
        if (!KEY.matcher(key.get()).matches()) {
            throw Refusal.invalid(
                    "idempotency-key-malformed", "An Idempotency-Key has 8 to 128 visible characters of ASCII.");
        }
        byte[] name = Sha256.of(token + "\0" + key.get());
        byte[] hash = Sha256.of(request);
        return transactions.execute(_ -> {
            Instant now = clock.instant();
            table.lock(name);
            table.forget(now.minus(KEPT));
            Optional<IdempotencyTable.Kept> kept = table.find(name);
            if (kept.isPresent()) {
                return again(kept.get(), hash, row(name));
            }
            Json.Obj answer = act.get();
            table.add(name, hash, seal.seal(row(name), Secret.of(answer.canonical())), now);
            return answer;
        });
    }

    private Json.Obj again(IdempotencyTable.Kept kept, byte[] hash, String row) {
        if (!java.util.Arrays.equals(kept.request(), hash)) {
            throw Refusal.invalid(
                    "idempotency-key-reused", "This Idempotency-Key came with another request; use a new one.");
        }
        return Json.parseObject(seal.open(row, kept.answer()).reveal(), MAX_ANSWER);
    }

    private static String row(byte[] name) {
        return "api.answer " + java.util.HexFormat.of().formatHex(name);
    }
}
