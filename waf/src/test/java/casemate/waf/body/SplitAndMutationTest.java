package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every reader: it never throws, and how the body is cut into chunks changes nothing.
class SplitAndMutationTest {
    private static final BodyLimits LIMITS = new BodyLimits(200, 40, 100_000, 3, 50);
    private static final int MUTANTS = 4_000;
    private static final int CUTS = 3;
    private static final long SEED = 922;

    /// @param seed a good body of one byte per character
    /// @param alphabet what mutations put into it
    record Format(String name, Function<BodySink, BodyReader> reader, String seed, String alphabet) {
        byte[] body() {
            return seed.getBytes(StandardCharsets.ISO_8859_1);
        }

        String read(List<byte[]> chunks) {
            Heard heard = new Heard();
            BodyReader reading = reader.apply(heard);
            chunks.forEach(chunk -> reading.read(Bytes.of(chunk)));
            return reading.end() + " " + heard;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Format> formats() {
        return List.of(
                new Format(
                        "form",
                        sink -> BodyReader.urlEncoded(sink, LIMITS, '&'),
                        "a=1&b%5b%5D=x+y&&%zz=%4&=c&d",
                        "%&=+0aF"),
                new Format(
                        "json",
                        sink -> BodyReader.json(sink, LIMITS),
                        "{\"a\":[1,-2.5e+3,\"x\\u00e9\\ud83d\\ude00\",null,{\"\":true}],\"b\u00c3\u00a9\":{}} ",
                        "{}[]\",:\\u01.eE-+ \n\u00c3\u00a9\u00ed"),
                new Format(
                        "xml",
                        sink -> BodyReader.xml(sink, LIMITS),
                        "<?xml version='1.0'?><!--c--><a x='1&lt;2' xmlns:y=\"u\" y:z=\"\t&#xe9;\">t]]\r\n<b/>"
                                + "<![CDATA[<&]]>&amp;\u00c3\u00a9<?p i?></a>\n",
                        "<>/!?-[]'\"=& ;#xaC:\r\n\u00ed\0"),
                new Format(
                        "multipart",
                        sink -> BodyReader.multipart(Bytes.latin1("multipart/form-data; boundary=-ab-"), sink, LIMITS),
                        String.join(
                                "\r\n",
                                "---ab-",
                                "Content-Disposition: form-data; name=\"n\\\"\"",
                                "",
                                "--1",
                                "\n-ab-",
                                "---ab-",
                                "Content-Disposition: form-data;",
                                " name=f; filename='g'; filename*=u''x%41",
                                "A: b",
                                "",
                                "some\rdata---ab-\n\r",
                                "---ab---",
                                ""),
                        "\r\n-ab;=\"' :\0%*"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyChunkingGivesTheSame(Format format) {
        String whole = format.read(List.of(format.body()));
        for (int cut = 0; cut <= format.body().length; cut++) {
            assertThat(format.read(cut(format.body(), cut))).as("cut at " + cut).isEqualTo(whole);
        }
        assertThat(format.read(singles(format.body()))).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noMutationThrowsAndEveryChunkingGivesTheSame(Format format) {
        Mutants mutants = new Mutants(SEED, format.seed(), format.alphabet());
        Random random = new Random(SEED);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutants.next();
            String whole = format.read(List.of(mutant));
            int[] cuts = random.ints(CUTS, 0, mutant.length + 1).sorted().toArray();
            assertThat(format.read(cut(mutant, cuts))).as("mutant %d", i).isEqualTo(whole);
            if (i % 20 == 0) {
                assertThat(format.read(singles(mutant))).as("mutant %d", i).isEqualTo(whole);
            }
        }
    }

    private static byte[] tail(byte[] a, int from) {
        return Arrays.copyOfRange(a, from, a.length);
    }

    private static List<byte[]> cut(byte[] whole, int... cuts) {
        byte[][] chunks = new byte[cuts.length + 1][];
        int from = 0;
        for (int i = 0; i < cuts.length; i++) {
            chunks[i] = Arrays.copyOfRange(whole, from, cuts[i]);
            from = cuts[i];
        }
        chunks[cuts.length] = tail(whole, from);
        return List.of(chunks);
    }

    private static List<byte[]> singles(byte[] whole) {
        byte[][] chunks = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            chunks[i] = new byte[] {whole[i]};
        }
        return List.of(chunks);
    }
}
