package casemate.agent.fill;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Syntax;
import casemate.agent.blueprint.Values;
import casemate.agent.disk.PodLog;
import casemate.agent.image.ImageTree;
import casemate.agent.image.Trees;
import casemate.agent.sandbox.HostTool;
import casemate.agent.sandbox.Space;
import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.base.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/// Fills an empty volume once, and renders the configuration at every start. What it writes itself it writes before
/// any process of the pod has run, so nobody can have laid a link in its way; later steps run inside the pod.
public final class Installer {
    private static final String FILE = "rw-------";
    private static final String VOLUME = "/volume";

    private final Path place;
    private final int uid;
    private final Values values;
    private final PodLog log;

    /// @param place of the volume
    public Installer(Path place, int uid, Values values, PodLog log) {
        this.place = place;
        this.uid = uid;
        this.values = values;
        this.log = log;
    }

    /// Makes the volume, empty, under its key, and lays out what needs no process.
    public void layOut(Blueprint.Install install, Path image, Held held) throws IOException {
        held.make(place);
        Trees.give(volume(), uid);
        for (String directory : install.directories()) {
            directories(at(directory));
        }
        ImageTree tree = new ImageTree(image);
        for (Blueprint.Copy copy : install.copies()) {
            parents(at(copy.to()));
            Trees.copy(tree.through(copy.from()), at(copy.to()), uid);
        }
        for (Blueprint.Template file : install.files()) {
            Path at = at(file.path());
            parents(at);
            Files.writeString(at, values.render(file.text(), file.syntax()));
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString(FILE));
            Trees.give(at, uid);
        }
        for (Map.Entry<String, String> link : install.links().entrySet()) {
            Path at = at(link.getKey());
            parents(at);
            Files.createSymbolicLink(at, Path.of(link.getValue()));
            Trees.give(at, uid);
        }
    }

    int uid() {
        return uid;
    }

    Path place() {
        return place;
    }

    /// Where its files begin, once it is made.
    Path volume() throws IOException {
        return Place.real(place);
    }

    /// Where a path of the pod lies on the host.
    Path at(String inPod) throws IOException {
        return volume().resolve(Path.of(VOLUME).relativize(Path.of(inPod)).toString());
    }

    private void parents(Path file) throws IOException {
        directories(file.resolve("..").normalize());
    }

    private void directories(Path directory) throws IOException {
        ArrayDeque<Path> missing = new ArrayDeque<>();
        // The volume itself exists, so the way up ends there.
        for (Path d = directory;
                !Files.exists(d, LinkOption.NOFOLLOW_LINKS);
                d = d.resolve("..").normalize()) {
            missing.push(d);
        }
        for (Path d : missing) {
            Files.createDirectory(d);
            Trees.give(d, uid);
        }
    }

    /// Writes the configuration that the pod reads at `/config`: root's, readable by the pod's group alone.
    public static void configure(Path config, int uid, List<Blueprint.Template> templates, Values values)
            throws IOException {
        FileTree.delete(config);
        Files.createDirectories(config);
        restrict(config, "rwxr-x---", uid);
        for (Blueprint.Template template : templates) {
            Path at = config.resolve(Path.of(template.path()).getFileName());
            Files.writeString(at, values.render(template.text(), template.syntax()));
            restrict(at, "rw-r-----", uid);
        }
    }

    private static void restrict(Path path, String mode, int group) throws IOException {
        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /// Starts a step that runs as long as the pod; what it prints goes to the pod's log.
    public Process begin(Space space, Blueprint.Step step) throws IOException, InterruptedException {
        Process process =
                space.start(values.command(step.command()), PodEnvironment.of(values.environment(step.environment())));
        process.getOutputStream().close();
        Thread.ofPlatform().daemon().name("agent-log-" + step.name()).start(() -> log.follow(step.name(), process));
        return process;
    }

    /// Runs a step inside the pod; what it prints goes to the pod's log.
    public void run(Space space, Path image, Blueprint.Step step) throws IOException, InterruptedException {
        StringBuilder input = new StringBuilder();
        ImageTree tree = new ImageTree(image);
        for (String file : step.input()) {
            input.append(Files.readString(tree.through(file)));
        }
        input.append(values.render(step.inputText(), Syntax.PLAIN));

        HostTool.Outcome outcome = space.run(
                step.bound(),
                input.toString(),
                values.command(step.command()),
                PodEnvironment.of(values.environment(step.environment())));
        outcome.output().lines().forEach(line -> log.write(step.name(), line));
        if (!outcome.done()) {
            throw new IOException("the step " + step.name() + " ended with exit code " + outcome.exit());
        }
    }
}
