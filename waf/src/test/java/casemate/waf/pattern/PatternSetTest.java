package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PatternSetTest {
    private static long scan(PatternSet set, String value) {
        long[] bits = new long[1];
        Bytes bytes = Bytes.latin1("<<" + value + ">>");
        set.scan(bytes.slice(2, bytes.length() - 2), bits);
        return bits[0];
    }

    @Test
    void theBitsAreThoseOfTheMembersThatMatch() throws PatternRefused {
        PatternSet set = PatternSet.of(List.of(
                BytePattern.compile("(?i)union\\s+select"),
                Phrases.of(List.of(Bytes.latin1("wget"))),
                BytePattern.compile("^[a-z]+$"),
                BytePattern.compile("<|>")));
        assertThat(scan(set, "1 UNION  select 2")).isEqualTo(0b0001);
        assertThat(scan(set, "wget")).isEqualTo(0b0110);
        assertThat(scan(set, "")).isZero();
        assertThat(scan(set, "a<b")).isEqualTo(0b1000);
    }

    @Test
    void moreThanSixtyFourMembersKeepTheirPlaces() throws PatternRefused {
        List<Matcher> members = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            members.add(BytePattern.compile("k" + i + ";"));
        }
        long[] bits = new long[3];
        Bytes value = Bytes.latin1("k0; k64; k149;");
        PatternSet.of(members).scan(value, bits);
        assertThat(bits).containsExactly(1L, 1L, 1L << (149 - 128));
    }

    /// The tables are shared without locks: threads that begin together must find what one alone finds.
    @Test
    void threadsThatBuildTheSameAutomataTogetherFindWhatOneAloneFinds() throws Exception {
        List<String> patterns =
                List.of("(?i)sel[a-z]{1,20}t.{1,30}from", "a.{5}b.{7}c", "\\b\\d+(?:x|y)+\\b", "[^a]c{2,}$");
        String alphabet = "selctfrom abxy129c ";
        List<String> values = new ArrayList<>();
        java.util.Random random = new java.util.Random(20261121);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 40; k++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            values.add(text.toString());
        }
        List<Long> alone = run(set(patterns), values);
        PatternSet shared = set(patterns);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Long>>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(threads.submit(() -> run(shared, values)));
            }
            for (Future<List<Long>> run : runs) {
                assertThat(run.get()).isEqualTo(alone);
            }
        }
        assertThat(alone.stream().filter(bits -> bits != 0).count()).isGreaterThan(20);
    }

    private static PatternSet set(List<String> patterns) throws PatternRefused {
        List<Matcher> members = new ArrayList<>();
        for (String pattern : patterns) {
            members.add(BytePattern.compile(pattern));
        }
        return PatternSet.of(members);
    }

    private static List<Long> run(PatternSet set, List<String> values) {
        return values.stream().map(value -> scan(set, value)).toList();
    }
}
