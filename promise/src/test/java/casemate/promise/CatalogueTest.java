package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.promise.EdgePromise.TlsVersion;
import casemate.promise.EdgePromise.TransportEncryption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void the_catalogue_has_every_row_once() {
        assertThat(Catalogue.ids()).hasSize(83).doesNotHaveDuplicates().startsWith(new PromiseId("ACC-1"));
    }

    @Test
    void every_word_of_every_figure_is_said_in_every_language() {
        Set<Class<?>> kinds = words();
        kinds.add(ProofKind.class);
        kinds.add(SharedData.class);
        int said = 0;
        for (Class<?> kind : kinds) {
            for (Object word : kind.getEnumConstants()) {
                for (Language language : Language.values()) {
                    assertThat(((Word) word).in(language)).isNotBlank();
                    said++;
                }
            }
        }
        assertThat(said).as("an empty scan proves nothing").isGreaterThan(300);
    }

    @Test
    void figures_past_their_bounds_cannot_be_built() {
        List<TlsVersion> versions = List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
        assertThatThrownBy(() -> new BackupPromise.BackupRetention(Period.ofYears(11)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("keep must lie from P1D to P10Y");
        assertThatThrownBy(() -> new BackupPromise.BackupRetention(Period.ZERO)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new TransportEncryption(
                        versions, List.of(), Period.ofDays(365), EdgePromise.SignatureHash.SHA_256))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("channels must have a number of elements from 1 to 6");
        assertThatThrownBy(() ->
                        new LifecyclePromise.FailedPayment(Period.ofDays(90), Period.ofDays(15), Period.ofDays(7)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("close must come after suspend");
        assertThatThrownBy(() -> new MailPromise.MailRelay(" ")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new ReleasePromise.Disclosure("nobody")).isInstanceOf(Refusal.class);
    }

    @Test
    void every_scalar_reads_back_what_it_writes() throws java.io.IOException {
        Policy policy = ShippedPoliciesTest.policy("casemate");
        for (Entry entry : policy.inOrder()) {
            CatalogueRow row = Catalogue.row(entry.promise().getClass());
            List<Object> values = new ArrayList<>();
            for (Figure figure : row.figures()) {
                Object value = figure.of(entry.promise());
                if (figure.kind() instanceof ScalarKind scalar
                        && scalar.json(value) instanceof casemate.base.Json.Text t) {
                    assertThat(scalar.parse(t.value())).isEqualTo(value);
                }
                values.add(value);
            }
            assertThat(row.make(values)).isEqualTo(entry.promise());
        }
    }

    private static Set<Class<?>> words() {
        Set<Class<?>> kinds = new HashSet<>();
        for (CatalogueRow row : Catalogue.all()) {
            for (RecordComponent component : row.type().getRecordComponents()) {
                Type type = component.getGenericType();
                Type inner = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
                if (inner instanceof Class<?> c && Word.class.isAssignableFrom(c)) {
                    kinds.add(c);
                }
            }
        }
        return kinds;
    }
}
