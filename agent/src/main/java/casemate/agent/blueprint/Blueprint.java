package casemate.agent.blueprint;

import casemate.agent.sandbox.Egress;
import casemate.wire.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One application that can be hosted, as `docs/formats/blueprint.md` describes it. Holds only what [BlueprintFile] has
/// found harmless: no path of the host, no user but the pod's, no privilege.
///
/// @param description one sentence per language, for the form in which a customer chooses
/// @param settings what an order must bring; each is a name that templates may use
/// @param secrets what the agent makes by chance for each pod and never sends anywhere
/// @param port the one that the edge opens
/// @param protocol what is spoken there
/// @param egress what it may open connections to; nothing else
/// @param callback the path to which OpenID Connect leads people back; empty unless it signs on so
/// @param logout where it hears that somebody has signed out (OpenID Connect Back-Channel Logout), with a query where
/// it
/// wants one; empty when it takes no such word
/// @param config rendered at every start to `/config`, which the pod can read and not write
public record Blueprint(
        String name,
        Map<String, String> description,
        List<String> settings,
        List<String> secrets,
        Image image,
        Engine engine,
        int port,
        Upstream.Protocol protocol,
        List<Egress> egress,
        Health health,
        Room room,
        List<Program> processes,
        List<Template> config,
        Install install,
        Backup backup,
        Mail mail,
        SignOn signOn,
        String callback,
        String logout) {

    /// The ports that the edge opens, one for each replica.
    public List<Integer> ports() {
        int replicas = processes.stream().mapToInt(Program::replicas).max().orElse(1);
        return IntStream.range(port, port + replicas).boxed().toList();
    }

    /// The same with other processes.
    public Blueprint running(List<Program> programs) {
        return new Blueprint(
                name,
                description,
                settings,
                secrets,
                image,
                engine,
                port,
                protocol,
                egress,
                health,
                room,
                programs,
                config,
                install,
                backup,
                mail,
                signOn,
                callback,
                logout);
    }

    /// The pod's own database server.
    public enum Engine {
        NONE,
        MARIADB,
        POSTGRESQL
    }

    /// The read-only root file system.
    ///
    /// @param packages Debian packages to start from
    /// @param avoid packages that must not be chosen to satisfy an alternative
    /// @param omit packages of the closure that are needed on paper only, and stay out
    /// @param trim directories of the image that nothing reads at run time
    /// @param shed what only the seeds need, removed after them
    /// @param links from a path in the image to where it points
    /// @param files written into the image as they stand
    /// @param seeds run once inside the new image; what they leave in `/volume` becomes a directory of the image
    public record Image(
            List<String> packages,
            List<String> avoid,
            List<String> omit,
            List<String> trim,
            List<String> shed,
            Map<String, String> links,
            List<ImageFile> files,
            List<Seed> seeds) {}

    public record ImageFile(String path, String text) {}

    /// @param to the image's directory that keeps what the step left in `/volume`
    public record Seed(String to, Step step) {}

    /// Where a GET tells that the application works.
    ///
    /// @param patience from start to the first good answer, before the pod counts as failed
    public record Health(String path, Duration patience) {}

    /// What one pod of it needs at least, and what is a good size to begin with.
    public record Room(long memoryBytes, int cpuMillis, int pids) {}

    /// A process that runs for as long as the pod does.
    ///
    /// @param replicas how many run side by side, on the blueprint's port and those that follow
    /// @param ready a socket on the volume that it opens when it can be used; later processes wait for it
    /// @param patience how long it may take to end when asked
    public record Program(
            String name,
            List<String> command,
            Map<String, String> environment,
            Optional<String> ready,
            Duration patience,
            int replicas) {
        /// One of the replicas, under a name of its own in the logs; the first keeps the program's.
        public Program replica(int index) {
            String own = index == 0 ? name : name + "-" + (index + 1);
            return new Program(own, command, environment, ready, patience, 1);
        }

        /// With more arguments.
        public Program with(List<String> more) {
            List<String> longer = Stream.concat(command.stream(), more.stream()).toList();
            return new Program(name, longer, environment, ready, patience, replicas);
        }
    }

    /// A command that runs to its end inside the pod.
    ///
    /// @param input files of the image that it reads, one after the other, on its standard input
    /// @param needs programs that must be ready
    public record Step(
            String name,
            List<String> command,
            Map<String, String> environment,
            List<String> input,
            String inputText,
            List<String> needs,
            Duration bound) {}

    /// A file with `${names}`, escaped as its syntax asks.
    public record Template(String path, Syntax syntax, String text) {}

    /// What is done once, on an empty volume.
    public record Install(
            List<String> directories,
            List<Copy> copies,
            List<Template> files,
            Map<String, String> links,
            List<Step> steps) {}

    /// From a directory or file of the image to the volume.
    public record Copy(String from, String to) {}

    /// What a backup holds and leaves out.
    ///
    /// @param exclude paths of the volume that hold nothing to keep
    /// @param database how its database is copied while it runs; files alone are not enough then
    public record Backup(List<String> exclude, Optional<Dump> database) {}

    /// A database by its own means.
    ///
    /// @param path its files on the volume, which a copy made by `dump` does without
    /// @param dump writes all of it, as of one moment, to [#FILE]
    /// @param load reads that file into an empty database
    /// @param moments how it is brought to a moment after that; empty where it cannot be
    public record Dump(String path, Step dump, Step load, Optional<Moments> moments) {
        /// Where the text of the database lies on the volume, for as long as a backup or a restore takes.
        public static final String FILE = "/volume/.casemate/database.sql";
    }

    /// A database that keeps a log from which it can be brought to any moment.
    ///
    /// @param log the directory of that log on the volume
    /// @param base copies the database's files to [#BASE]; without one, the log leads on from the dump
    /// @param replay steps that take the log's files from [#LOGS] and bring the database to `${moment}`
    /// @param standby how another host keeps a database near this one by its log; empty where it cannot
    public record Moments(String log, Optional<Step> base, List<Step> replay, Optional<Standby> standby) {
        /// Where the files lie that a log leads on from.
        public static final String BASE = "/volume/.casemate/base";

        /// Where a restore lays the log's files.
        public static final String LOGS = "/volume/.casemate/log";
    }

    /// A database that replays another one's log as it comes in.
    ///
    /// @param servers the processes that run in a standby
    /// @param arguments what their commands end with there
    /// @param into the directory where the log is laid; empty where the server looks for its own
    /// @param begin makes a standby of what a backup holds, before any process runs
    /// @param watch runs as long as the standby does, and says in [#REPLAYED] how far it is
    /// @param beat runs as long as the instance does, and commits something every second to be near to
    /// @param promote ends following, after all of the log that is there
    public record Standby(
            List<String> servers,
            List<String> arguments,
            Optional<String> into,
            Step begin,
            Step watch,
            Step beat,
            Step promote) {
        /// On the volume: a UTC time in seconds with a fraction, by the instance's clock; what was committed before it
        /// is in the standby's database.
        public static final String REPLAYED = "/volume/.casemate/replayed";

        /// On the volume: a line that says why the log leads on from nothing that the standby has; absent while it
        /// does.
        public static final String TROUBLE = "/volume/.casemate/trouble";
    }

    /// How the application sends mail.
    public enum Mail {
        NONE,
        SMTP
    }

    /// How its users sign in.
    public enum SignOn {
        /// By itself.
        OWN,
        /// At the platform: the edge says who asks in a signed header, and `${identity.key}` is what it is signed with.
        HEADER,
        /// At the platform, by OpenID Connect: `${oidc.issuer}`, `${oidc.client}`, `${oidc.secret}` say where and as
        /// whom,
        /// `${oidc.proxy}` and `${oidc.authorities}` how to get there and by what to know it.
        OIDC
    }
}
