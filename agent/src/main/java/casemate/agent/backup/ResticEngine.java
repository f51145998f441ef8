package casemate.agent.backup;

import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Deduplicated snapshots in Debian's restic: format and tool are documented by others, AES-256 encrypted, each
/// restored by `restic restore`. The repository's password is its key in hexadecimal.
public final class ResticEngine implements BackupEngine {
    /// A day is too long for a backup that comes daily.
    private static final Duration BOUND = Duration.ofHours(6);

    private static final String SITE = "/site";
    private static final String SET = "/set";
    /// restic restores below the path that it read.
    private static final String INTO = "/into";

    /// Copies come from sets that lie elsewhere each time, so the host's name says nothing.
    private static final String HOST = "casemate";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    /// Some thousand snapshots.
    private static final int MAX_LIST_BYTES = 4 << 20;

    @Override
    public String name() {
        return "restic";
    }

    @Override
    public Stored store(Repository repository, Path set, String run, Instant at)
            throws IOException, InterruptedException {
        if (!Files.exists(repository.directory().resolve("config"))) {
            Files.createDirectories(repository.directory());
            must(repository, confined(repository, "init", "--quiet"), "making the repository");
        }
        // A frozen set has new inodes each time: only a file's size and time say whether it changed.
        Confined backup = confined(
                        repository,
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
                        SET)
                .reading(set, SET);
        Json.Obj summary = last(must(repository, backup, "restic"));
        must(repository, confined(repository, "check", "--quiet"), "looking at the copy");
        return new Stored(summary.text("snapshot_id"), summary.integer("data_added"));
    }

    @Override
    public List<Kept> list(Repository repository) throws IOException, InterruptedException {
        if (!Files.exists(repository.directory().resolve("config"))) {
            return List.of();
        }
        String out = must(repository, confined(repository, "snapshots", "--json", "--no-lock"), "listing");
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
        Confined restore = confined(repository, "restore", "--quiet", "--no-lock", "--target", INTO, copy)
                .writing(into, INTO + SET);
        must(repository, restore, "restoring");
    }

    @Override
    public void verify(Repository repository) throws IOException, InterruptedException {
        must(repository, confined(repository, "check", "--read-data", "--quiet"), "reading all data");
    }

    @Override
    public int prune(Repository repository, Instant keepFrom) throws IOException, InterruptedException {
        List<Kept> before = list(repository);
        List<String> old = new ArrayList<>();
        for (Kept each : before.subList(0, Math.max(0, before.size() - 1))) {
            if (each.at().isBefore(keepFrom)) {
                old.add(each.copy());
            }
        }
        if (old.isEmpty()) {
            return 0;
        }
        List<String> forget = new ArrayList<>(List.of("forget", "--quiet", "--prune"));
        forget.addAll(old);
        must(repository, confined(repository, forget.toArray(String[]::new)), "pruning");
        if (list(repository).stream().anyMatch(each -> old.contains(each.copy()))) {
            throw new IOException("what was pruned is still listed");
        }
        return old.size();
    }

    private static Confined confined(Repository repository, String... arguments) {
        List<String> command = new ArrayList<>(List.of("restic", "--repo", SITE, "--no-cache"));
        command.addAll(List.of(arguments));
        return Confined.tool(command).writing(repository.directory(), SITE).within(BOUND);
    }

    /// A lock that a killed run left is removed: nobody else writes here.
    private static String must(Repository repository, Confined confined, String what)
            throws IOException, InterruptedException {
        Confined.Outcome<String> first = confined.run(key(repository));
        if (!first.done() && first.complaints().contains("already locked")) {
            confined(repository, "unlock", "--remove-all", "--quiet")
                    .run(key(repository))
                    .must("unlocking");
            return confined.run(key(repository)).must(what);
        }
        return first.must(what);
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
