package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InjectionScratchTest {
    private static final int INPUTS = 2_000;
    private static final int THREADS = 500;

    @Test
    void manyVirtualThreadsAtOnceGetTheAnswersOfOne() throws Exception {
        List<Bytes> inputs = inputs();
        List<String> alone = answers(inputs);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(() -> answers(inputs.subList(0, INPUTS / 10)));
            }
            for (Future<List<String>> together : threads.invokeAll(tasks)) {
                assertThat(together.get()).isEqualTo(alone.subList(0, INPUTS / 10));
            }
        }
    }

    @Test
    void readingWhatHasNothingInItAllocatesNothing() {
        List<Bytes> benign = inputs().stream()
                .filter(a -> SqlInjection.fingerprint(a.array(), a.from(), a.to()) == null)
                .filter(a -> !CrossSiteScripting.found(a.array(), a.from(), a.to()))
                .toList();
        assertThat(benign).hasSizeGreaterThan(INPUTS / 2);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < benign.size(); i++) {
            Bytes a = benign.get(i);
            SqlInjection.fingerprint(a.array(), a.from(), a.to());
            CrossSiteScripting.found(a.array(), a.from(), a.to());
        }
        // A name with NULs in it is copied; few inputs have one.
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(2L * benign.size());
    }

    private static List<Bytes> inputs() {
        Mutations mutations = new Mutations(5, List.of());
        List<Bytes> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            inputs.add(mutations.next());
        }
        return inputs;
    }

    private static List<String> answers(List<Bytes> inputs) {
        return inputs.stream()
                .map(a -> Objects.requireNonNullElse(SqlInjection.fingerprint(a.array(), a.from(), a.to()), "-")
                        + CrossSiteScripting.found(a.array(), a.from(), a.to()))
                .toList();
    }
}
