package casemate.agent.sandbox;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts every process of every pod from one platform thread that lives as long as the agent. The kernel's
/// parent-death signal fires when the *thread* that forked ends, not when its process does: a process forked from a
/// pooled thread would be killed whenever the pool shrank.
final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("agent-spawner").daemon().factory());

    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        try {
            return thread.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + builder.command().getFirst(), e.getCause());
        }
    }

    /// Ends the thread, and with it whatever it started that still runs.
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
