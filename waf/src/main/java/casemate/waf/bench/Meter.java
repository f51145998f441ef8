package casemate.waf.bench;

import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.text.Bytes;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Runs one request through a firewall many times: connection, request headers, request body, logging.
public final class Meter {
    private static final int OK = 200;
    private static final int PERCENT = 100;
    private static final int COLLECTIONS = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Firewall firewall;
    private final long loadNanos;
    private final long heapBefore;

    private Meter(FirewallConfig rules) {
        heapBefore = used();
        long before = machine.getProcessCpuTime();
        firewall = Firewall.load(rules);
        loadNanos = machine.getProcessCpuTime() - before;
    }

    public static Meter load(FirewallConfig rules) {
        return new Meter(rules);
    }

    /// Of the whole process: compiling the loader's own code counts.
    public long loadNanos() {
        return loadNanos;
    }

    /// Heap that the firewall keeps, after a full collection.
    public long retainedBytes() {
        return used() - heapBefore;
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Lets the compiler finish with what the requests make hot.
    public void warmUp(Collection<Bytes> requests, double seconds) {
        for (int round = 0; round < 2; round++) {
            requests.forEach(request -> run(request, Integer.MAX_VALUE, seconds));
        }
    }

    public Figures run(Bytes whole, int times, double seconds) {
        Request request = Request.of(whole);
        long[] taken = new long[Math.min(times, (int) (seconds * 1e6))];
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long process = machine.getProcessCpuTime();
        long total = 0;
        int status = 0;
        int done = 0;
        while (done < taken.length && total < seconds * 1e9) {
            long before = threads.getCurrentThreadCpuTime();
            status = transaction(request);
            taken[done] = threads.getCurrentThreadCpuTime() - before;
            total += taken[done++];
        }
        process = machine.getProcessCpuTime() - process;
        bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        Arrays.sort(taken, 0, done);
        return new Figures(
                done,
                total,
                process,
                taken[done / 2],
                taken[(int) (done * 99L / PERCENT)],
                taken[(int) (done * 999L / (10 * PERCENT))],
                status,
                bytes,
                0);
    }

    private int transaction(Request request) {
        Transaction transaction = firewall.begin();
        transaction.connection("192.0.2.1", 40_000, "192.0.2.2", 443);
        transaction.requestLine(request.method, request.target, request.version);
        for (Bytes[] header : request.headers) {
            transaction.requestHeader(header[0], header[1]);
        }
        Verdict verdict = transaction.requestHeadersEnd();
        if (!verdict.blocked()) {
            if (!request.body.isEmpty()) {
                transaction.requestBody(request.body);
            }
            verdict = transaction.requestBodyEnd();
        }
        transaction.finish();
        return verdict instanceof Verdict.Block block ? block.status() : OK;
    }

    /// The request's parts as a server hands them over.
    private record Request(Bytes method, Bytes target, Bytes version, List<Bytes[]> headers, Bytes body) {
        static Request of(Bytes whole) {
            String text = whole.toLatin1();
            int head = text.indexOf("\r\n\r\n");
            String[] lines = text.substring(0, head).split("\r\n", -1);
            String[] first = lines[0].split(" ", -1);
            List<Bytes[]> headers = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.add(new Bytes[] {
                    Bytes.latin1(lines[i].substring(0, colon)), Bytes.latin1(lines[i].substring(colon + 2))
                });
            }
            return new Request(
                    Bytes.latin1(first[0]),
                    Bytes.latin1(first[1]),
                    Bytes.latin1(first[2]),
                    headers,
                    whole.slice(head + "\r\n\r\n".length(), whole.length()));
        }
    }
}
