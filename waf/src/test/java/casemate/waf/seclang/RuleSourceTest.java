package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.seclang.Directive.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleSourceTest {
    /// What the documentation says of the baseline's ids.
    private static final long FIRST_ID = 9_900_000;

    private static final long LAST_ID = 9_900_999;

    @TempDir
    private Path directory;

    @Test
    void theBaselineIsUsualWhereDebiansRulesAreNot() {
        assertThat(RuleSource.usual(directory.resolve("none")).name()).isEqualTo("the baseline");
    }

    @Test
    void theBaselinesRulesHaveIdsOfItsRangeAndAMessageWhenTheyCount() {
        RuleSet rules = RuleSet.of(RuleSource.baseline().directives());

        assertThat(rules.steps()).hasSizeGreaterThan(25).allSatisfy(step -> {
            Rule rule = (Rule) step;
            assertThat(rule.id()).isBetween(FIRST_ID, LAST_ID);
            assertThat(rule.has(ActionName.MSG) || rule.has(ActionName.NOLOG)).isTrue();
        });
    }

    @Test
    void aReleaseOfTheCoreRuleSetIsReadWithItsSetupFirst() throws IOException {
        write("crs-setup.conf.example", "SecMarker EXAMPLE\n");
        write("rules/b.conf", "SecMarker RULES\n");
        write("plugins/x-before.conf", "SecMarker BEFORE\n");
        write("plugins/x-after.conf", "SecMarker AFTER\n");
        assertThat(markers()).containsSubsequence("EXAMPLE", "BEFORE", "RULES", "AFTER");

        write("crs-setup.conf", "SecMarker SETUP\n");
        assertThat(markers()).containsSubsequence("SETUP", "BEFORE");
    }

    @Test
    void rulesWithoutSettingsAreUsedWithTheUsualOnes() throws IOException {
        write("rules/a.conf", "SecMarker A\n");
        assertThat(bodiesAreRead(RuleSource.of(directory))).isTrue();
        assertThat(bodiesAreRead(RuleSource.baseline())).isTrue();

        write("mine.conf", "SecMarker A\n");
        assertThat(bodiesAreRead(RuleSource.of(directory.resolve("mine.conf")))).isFalse();
        assertThat(bodiesAreRead(RuleSource.usual(directory.resolve("mine.conf"))))
                .isTrue();
    }

    @Test
    void anyOtherDirectoryIsReadFileByFile() throws IOException {
        write("b.conf", "SecMarker B\n");
        write("a.conf", "SecMarker A\n");

        assertThat(markers()).containsExactly("A", "B");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> RuleSource.of(directory.resolve("none"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> RuleSource.of(directory)).isInstanceOf(RulesRefused.class);
    }

    private static boolean bodiesAreRead(RuleSource source) {
        return RuleSet.of(source.directives())
                .setting(SettingName.SEC_REQUEST_BODY_ACCESS)
                .isPresent();
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(directory.resolve(name).resolveSibling(""));
        Files.writeString(directory.resolve(name), text);
    }

    private Iterable<String> markers() {
        return RuleSource.of(directory).directives().stream()
                .filter(Directive.Marker.class::isInstance)
                .map(directive -> ((Directive.Marker) directive).name())
                .toList();
    }
}
