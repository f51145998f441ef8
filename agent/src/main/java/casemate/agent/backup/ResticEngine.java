package casemate.agent.backup;

import casemate.agent.site.Confined;
import casemate.agent.site.ResticDoor;
import casemate.agent.site.Shelf;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Deduplicated snapshots in Debian's restic: format and tool are documented by others, AES-256 encrypted, each
/// restored by `restic restore`. The repository's password is its key in hexadecimal.
public final class ResticEngine implements BackupEngine {
    /// A day is too long for a backup that comes daily.
    private static final Duration BOUND = Duration.ofHours(6);

    private static final System.Logger LOG = System.getLogger(ResticEngine.class.getName());

    private static final String SET = "/set";
    /// restic restores below the path that it read.
    private static final String INTO = "/into";

    /// Copies come from sets that lie elsewhere each time, so the host's name says nothing.
    private static final String HOST = "casemate";

    private static final Pattern MASTER_KEY = Pattern.compile("\"encrypt\": *\"([A-Za-z0-9+/=]{44})\"");
    private static final int MAX_CONFIG_BYTES = 4 << 10;

    private static final List<String> CHECK = List.of("check", "--no-lock", "--quiet");
    private static final List<String> REINDEX = List.of("rebuild-index", "--quiet");
    /// What a check says of copies that miss bytes, and of nothing else.
    private static final Pattern MISSED = Pattern.compile(
            "^error for tree |^ *tree [0-9a-f]+: .*not found in index|^Fatal: repository contains errors");
    /// Names of packs are the SHA-256 of their bytes.
    private static final Pattern PACK = Pattern.compile("(?:want|pack) ([0-9a-f]{64})");
    /// Where copies miss bytes restic removes what is too old, but no bytes.
    private static final String NO_BYTES_REMOVED = "index is not complete";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    /// A backup's: it has written what it can. A frozen set can be read, so what it missed was at the site, in the
    /// snapshot that it compared with.
    private static final int INCOMPLETE = 3;

    private static final String NO_REPOSITORY = "Is there a repository at the following location?";
    /// Some thousand snapshots.
    private static final int MAX_LIST_BYTES = 4 << 20;

    @Override
    public String name() {
        return "restic";
    }

    @Override
    public Stored store(Repository repository, Path set, String run, Instant at)
            throws IOException, InterruptedException {
        // A frozen set has new inodes each time: only a file's size and time say whether it changed.
        List<String> backup = List.of(
                "backup",
                "--json",
                "--quiet",
                "--ignore-inode",
                "--host",
                HOST,
                "--tag",
                run,
                "--time",
                TIME.format(at.atOffset(ZoneOffset.UTC)),
                SET);
        UnaryOperator<Confined> lend = tool -> tool.reading(set, SET);
        Optional<String> said = run(repository, backup, lend, "restic");
        if (said.isEmpty()) {
            must(repository, List.of("init", "--quiet"), "making the repository");
            said = Optional.of(must(repository, backup, lend, "restic"));
        }
        Confined.Outcome<String> checked = once(repository, CHECK, tool -> tool).outcome();
        if (!checked.done() && !onlyOlderMiss(repository, checked.complaints(), said.get())) {
            said = Optional.of(again(repository, backup, lend));
        }
        Json.Obj summary = last(said.get());
        return new Stored(summary.text("snapshot_id"), summary.integer("data_added"));
    }

    /// Bytes are missing that the index names, of today or of older copies: restic would never write them again.
    /// So the index is made from what is there, and what today's set still has is written anew.
    private static String again(Repository repository, List<String> backup, UnaryOperator<Confined> lend)
            throws IOException, InterruptedException {
        must(repository, REINDEX, "looking at what is there");
        String said = must(repository, backup, lend, "restic");
        if (!once(repository, CHECK, tool -> tool).outcome().done()) {
            must(repository, whole(last(said).text("snapshot_id")), "looking at the copy");
        }
        return said;
    }

    /// Fails when the index, which names what is there, misses something of a copy.
    private static List<String> whole(String copy) {
        return List.of("stats", "--mode", "raw-data", "--no-lock", "--quiet", copy);
    }

    /// Whether a check that failed did so for nothing but what older copies miss, and this one is whole.
    private static boolean onlyOlderMiss(Repository repository, String complaints, String said)
            throws IOException, InterruptedException {
        return onlyMisses(complaints)
                && once(repository, whole(last(said).text("snapshot_id")), tool -> tool)
                        .outcome()
                        .done();
    }

    @Override
    public List<Kept> list(Repository repository) throws IOException, InterruptedException {
        Optional<String> answer = run(repository, List.of("snapshots", "--json", "--no-lock"));
        if (answer.isEmpty()) {
            return List.of();
        }
        String out = answer.get();
        try {
            List<Kept> kept = new ArrayList<>();
            // It says first, on standard output too, where it reads its password from.
            String list = out.substring(Math.max(0, out.indexOf('[')));
            if (Json.parse(bytes(list.strip()), MAX_LIST_BYTES) instanceof Json.Arr all) {
                all.elements().forEach(each -> kept.add(kept((Json.Obj) each)));
            }
            kept.sort(Comparator.comparing(Kept::at));
            return kept;
        } catch (Refusal | ClassCastException e) {
            throw new IOException("restic lists what cannot be read", e);
        }
    }

    private static Kept kept(Json.Obj snapshot) {
        List<String> tags = snapshot.find("tags").isPresent()
                ? snapshot.list("tags", tag -> tag instanceof Json.Text text ? text.value() : "")
                : List.of();
        return new Kept(
                snapshot.text("short_id"),
                tags.isEmpty() ? "" : tags.getFirst(),
                OffsetDateTime.parse(snapshot.text("time")).toInstant());
    }

    @Override
    public void restore(Repository repository, String copy, Path into) throws IOException, InterruptedException {
        if (!ID.matcher(copy).matches()) {
            throw Refusal.invalid("copy-malformed", "A restic snapshot is named by hexadecimal digits.");
        }
        must(
                repository,
                List.of("restore", "--quiet", "--no-lock", "--target", INTO, copy),
                tool -> tool.writing(into, INTO + SET),
                "restoring");
    }

    /// The cipher that a repository is really under, as its own bytes say. For repositories of a drill's own: it has
    /// restic tell the master key.
    String cipher(Repository repository) throws IOException, InterruptedException {
        Matcher key = MASTER_KEY.matcher(
                must(repository, List.of("cat", "masterkey", "--no-lock"), "reading the master key"));
        byte[] config =
                repository.site().shelf(repository.path()).read("config", in -> in.readNBytes(MAX_CONFIG_BYTES));
        return key.find() ? StockCipher.ofRestic(config, Base64.getDecoder().decode(key.group(1))) : StockCipher.OTHER;
    }

    @Override
    public void verify(Repository repository) throws IOException, InterruptedException {
        must(repository, List.of("check", "--read-data", "--no-lock", "--quiet"), "reading all data");
    }

    @Override
    public void read(Repository repository, Share share) throws IOException, InterruptedException {
        // Packs belong to parts by their names, which are their hashes.
        String part = "--read-data-subset=" + share.number() + "/" + share.of();
        Said said = once(repository, List.of("check", part, "--no-lock", "--quiet"), tool -> tool);
        List<String> packs = rotten(repository, said.outcome().complaints());
        if (packs.isEmpty()) {
            if (said.trouble().isPresent() || !onlyMisses(said.outcome().complaints())) {
                said.must("reading " + share.number() + "/" + share.of());
            }
            return;
        }
        for (String pack : packs) {
            LOG.log(System.Logger.Level.WARNING, "{0} is damaged and is taken away", pack);
            packs(repository, pack).remove(pack);
        }
        must(repository, REINDEX, "looking at what is there");
        List<String> all = list(repository).stream().map(Kept::copy).toList();
        throw new Damaged(
                packs.getFirst() + (packs.size() > 1 ? " and " + (packs.size() - 1) + " more are" : " is")
                        + " damaged: the bytes are not those that were written",
                damaged(repository, all));
    }

    /// Of copies that miss bytes; that was told when those were found to be damaged.
    private static boolean onlyMisses(String complaints) {
        return complaints.contains("not found in index")
                && complaints
                        .lines()
                        .allMatch(line -> line.isBlank() || MISSED.matcher(line).find());
    }

    /// Of the packs that restic complains about, those whose bytes are wrong when they are read once more, by us.
    private static List<String> rotten(Repository repository, String complaints)
            throws IOException, InterruptedException {
        List<String> rotten = new ArrayList<>();
        List<String> named = PACK.matcher(complaints)
                .results()
                .map(m -> m.group(1))
                .distinct()
                .toList();
        for (String pack : named) {
            Shelf shelf = packs(repository, pack);
            if (!shelf.names().contains(pack) || !shelf.read(pack, Digests::hex).equals(pack)) {
                rotten.add(pack);
            }
        }
        return rotten;
    }

    private static Shelf packs(Repository repository, String pack) {
        return repository.site().shelf(repository.path() + "/data/" + pack.substring(0, 2));
    }

    @Override
    public List<String> damaged(Repository repository, List<String> copies) throws IOException, InterruptedException {
        List<String> damaged = new ArrayList<>();
        for (String copy : copies) {
            Said said = once(repository, whole(copy), tool -> tool);
            if (said.outcome().complaints().contains("not found")) {
                damaged.add(copy);
            } else {
                said.must("looking at " + copy);
            }
        }
        return damaged;
    }

    @Override
    public int prune(Repository repository, Instant keepFrom) throws IOException, InterruptedException {
        List<String> old = Retention.tooOld(list(repository), keepFrom).stream()
                .map(Kept::copy)
                .toList();
        if (old.isEmpty()) {
            return 0;
        }
        List<String> forget = new ArrayList<>(List.of("forget", "--quiet", "--prune"));
        forget.addAll(old);
        try {
            must(repository, forget, "pruning");
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains(NO_BYTES_REMOVED)) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "a copy misses bytes; room is made when it is too old itself");
        }
        if (list(repository).stream().anyMatch(each -> old.contains(each.copy()))) {
            throw new IOException("what was pruned is still listed");
        }
        return old.size();
    }

    private static String must(Repository repository, List<String> arguments, String what)
            throws IOException, InterruptedException {
        return must(repository, arguments, tool -> tool, what);
    }

    private static String must(Repository repository, List<String> arguments, UnaryOperator<Confined> lend, String what)
            throws IOException, InterruptedException {
        return run(repository, arguments, lend, what)
                .orElseThrow(() -> new IOException(what + " failed: there is no repository"));
    }

    private static Optional<String> run(Repository repository, List<String> arguments)
            throws IOException, InterruptedException {
        return run(repository, arguments, tool -> tool, "reaching the repository");
    }

    /// A lock that a killed run left is removed: nobody else writes here. A backup that misses what the site has
    /// lost is made once more, and compares with nothing.
    ///
    /// @return what it printed; empty when there is no repository
    private static Optional<String> run(
            Repository repository, List<String> arguments, UnaryOperator<Confined> lend, String what)
            throws IOException, InterruptedException {
        Said first = once(repository, arguments, lend);
        if (!first.outcome().done() && first.outcome().complaints().contains("already locked")) {
            once(repository, List.of("unlock", "--remove-all", "--quiet"), tool -> tool)
                    .must("unlocking");
            first = once(repository, arguments, lend);
        }
        if (first.outcome().exit() == INCOMPLETE) {
            List<String> anew = new ArrayList<>(arguments);
            anew.add("--force");
            first = once(repository, anew, lend);
        }
        return first.must(what);
    }

    private static Said once(Repository repository, List<String> arguments, UnaryOperator<Confined> lend)
            throws IOException, InterruptedException {
        ResticDoor door = repository.site().restic(repository.path());
        Confined.Outcome<String> outcome;
        try (door) {
            List<String> command = new ArrayList<>(List.of("restic", "--no-cache"));
            command.addAll(door.options());
            command.addAll(arguments);
            outcome =
                    lend.apply(door.lend(Confined.tool(command))).within(BOUND).run(key(repository));
        }
        return new Said(outcome, door.trouble());
    }

    /// What restic said, and what its way to the site did.
    private record Said(Confined.Outcome<String> outcome, Optional<String> trouble) {
        Optional<String> must(String what) throws IOException {
            if (outcome.done()) {
                return Optional.of(outcome.out());
            }
            if (outcome.complaints().contains(NO_REPOSITORY) && trouble.isEmpty()) {
                return Optional.empty();
            }
            if (trouble.isPresent()) {
                throw new IOException(what + " failed: " + trouble.get());
            }
            return Optional.of(outcome.must(what));
        }
    }

    private static Confined.Feed key(Repository repository) {
        return Confined.line(HexFormat.of().formatHex(repository.key().reveal()));
    }

    private static Json.Obj last(String lines) throws IOException {
        String last =
                lines.lines().filter(l -> l.startsWith("{")).reduce((_, b) -> b).orElse("{}");
        try {
            return Json.parseObject(bytes(last), MAX_LIST_BYTES);
        } catch (Refusal e) {
            throw new IOException("restic says what cannot be read", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
