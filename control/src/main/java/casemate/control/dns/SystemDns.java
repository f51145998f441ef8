package casemate.control.dns;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/// Asks by way of the JDK's own DNS client: the system's servers, or the one that is named.
final class SystemDns implements Dns, AutoCloseable {
    /// People wait for some of the answers.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String MILLIS_A_TRY = "800";
    private static final String MORE_TRIES = "1";
    /// Questions at once; beyond it nobody knows.
    private static final int MOST_AT_ONCE = 32;
    /// Far more than any honest name has.
    private static final int MOST_VALUES = 64;

    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    /// The interface asks for this class.
    @SuppressWarnings("JdkObsolete")
    private final Hashtable<String, String> settings = new Hashtable<>();

    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns").factory());

    /// @param server `dns:///` for the system's, or `dns://ADDRESS:PORT`
    SystemDns(URI server) {
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, server.toString());
        settings.put("com.sun.jndi.dns.timeout.initial", MILLIS_A_TRY);
        settings.put("com.sun.jndi.dns.timeout.retries", MORE_TRIES);
    }

    @Override
    public Answer ask(String name, Type type) {
        if (!NAME.matcher(name).matches()) {
            return new Answer.Nothing();
        }
        if (!free.tryAcquire()) {
            return new Answer.Unknown();
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(look(name, type));
            } finally {
                free.release();
                answer.complete(new Answer.Unknown());
            }
        });
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unknown();
        } catch (ExecutionException | TimeoutException _) {
            return new Answer.Unknown();
        }
    }

    /// The danger that is warned of lies in directories whose entries name objects to load. DNS has none: its context
    /// gives text, no object is looked up, and the name is one of [#NAME].
    @SuppressWarnings("BanJNDI")
    private Answer look(String name, Type type) {
        try {
            DirContext context = new InitialDirContext(settings);
            try {
                Attribute found = context.getAttributes(name + ".", new String[] {type.name()})
                        .get(type.name());
                return found == null ? new Answer.Nothing() : new Answer.Found(values(found));
            } finally {
                context.close();
            }
        } catch (NameNotFoundException _) {
            return new Answer.Nothing();
        } catch (NamingException _) {
            return new Answer.Unknown();
        }
    }

    private static List<String> values(Attribute found) throws NamingException {
        List<String> values = new ArrayList<>();
        NamingEnumeration<?> all = found.getAll();
        while (all.hasMore() && values.size() < MOST_VALUES) {
            values.add(String.valueOf(all.next()));
        }
        return values;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
