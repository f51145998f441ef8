package casemate.waf.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.SettingName;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditSettingsTest {
    @Test
    void the_recommended_configuration_records_refusals_and_errors_but_no_missing_pages() {
        AuditSettings settings = AuditSettings.of(List.of(
                set("SecAuditEngine", "RelevantOnly"),
                set("SecAuditLogRelevantStatus", "^(?:5|4(?!04))"),
                set("SecAuditLogParts", "ABIJDEFHZ"),
                set("SecAuditLogType", "Serial"),
                set("SecAuditLog", "/var/log/modsec_audit.log")));
        assertThat(settings.wants(settings.engine(), 503, false)).isTrue();
        assertThat(settings.wants(settings.engine(), 403, false)).isTrue();
        assertThat(settings.wants(settings.engine(), 404, false)).isFalse();
        assertThat(settings.wants(settings.engine(), 200, false)).isFalse();
        assertThat(settings.wants(settings.engine(), 200, true)).isTrue();
        assertThat(settings.wants(AuditEngine.OFF, 503, true)).isFalse();
        assertThat(settings.wants(AuditEngine.ON, 200, false)).isTrue();
    }

    @Test
    void parts_are_added_taken_away_and_replaced() {
        EnumSet<AuditPart> parts = EnumSet.of(AuditPart.A, AuditPart.C, AuditPart.Z);
        assertThat(AuditPart.changed(parts, "+E").orElseThrow()).contains(AuditPart.C, AuditPart.E);
        assertThat(AuditPart.changed(parts, "-c").orElseThrow()).containsExactly(AuditPart.A, AuditPart.Z);
        assertThat(AuditPart.changed(parts, "AHZ").orElseThrow()).doesNotContain(AuditPart.C);
        assertThat(AuditPart.changed(parts, "+Q")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SecAuditEngine, Sometimes",
        "SecAuditLogParts, ABX",
        "SecAuditLogRelevantStatus, (",
        "SecAuditLogType, HTTPS",
        "SecAuditLogFormat, XML",
        "SecAuditLogFileMode, 0999",
    })
    void what_is_not_understood_is_refused_with_its_place(String name, String argument) {
        assertThatThrownBy(() -> AuditSettings.of(List.of(set(name, argument))))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("rules.conf:1:1: " + name + " takes ");
    }

    private static Directive.Setting set(String name, String argument) {
        return new Directive.Setting(
                new Place("rules.conf", 1, 1), SettingName.named(name).orElseThrow(), List.of(argument));
    }
}
