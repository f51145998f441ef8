package casemate.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import casemate.waf.ReferenceCases;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ReferenceTransformationsTest {
    @TestFactory
    Stream<DynamicTest> every_transformation_gives_what_modsecuritys_own_cases_say() throws IOException {
        return ReferenceCases.files("transformations").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        for (ReferenceCases.Case c : ReferenceCases.in(file)) {
            Optional<Transformation> named = Transformations.named(c.name().replace("cmd_line", "cmdLine"));
            if (named.isEmpty()) {
                abort("libmodsecurity 3.0.9 has no " + c.name() + " either");
                return;
            }
            Bytes made = named.get().apply(c.input());
            assertThat(made).as("%s of %s", c.name(), c.input()).isEqualTo(c.output());
            if (made.equals(c.input())) {
                assertThat(made).isSameAs(c.input());
            }
        }
    }
}
