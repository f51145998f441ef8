package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.waf.seclang.Directive.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SecRuleEngine DetectionOnly",
                "secruleengine on",
                "SecXMLExternalEntity Off",
                "SecRequestBodyLimit 13107200",
                "SecRequestBodyLimitAction ProcessPartial",
                "SecResponseBodyMimeType text/plain text/html",
                "SecResponseBodyMimeTypesClear",
                "SecArgumentSeparator \"&\"",
                "SecCookieFormat 0",
                "SecAuditLogParts ABIJDEFHZ",
                "SecAuditLogDirMode default",
                "SecAuditLogFileMode 0600",
                "SecAuditLogType Concurrent",
                "SecAuditLogFormat JSON",
                "SecAuditLogRelevantStatus \"^(?:5|4(?!04))\"",
                "SecHashEngine Off",
                "SecConnEngine Off",
                "SecPcreMatchLimit 1000",
                "SecStatusEngine On",
                "SecWebAppId \"an application\""
            })
    void aSettingWithWhatItTakesIsRead(String text) {
        assertThat(parse(text)).singleElement().isInstanceOf(Setting.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SecRuleEngine",
                "SecRuleEngine On Off",
                "SecRequestBodyLimit -1",
                "SecRequestBodyLimit 1k",
                "SecRequestBodyLimit 99999999999",
                "SecRequestBodyLimitAction Ignore",
                "SecResponseBodyMimeType",
                "SecResponseBodyMimeTypesClear all",
                "SecArgumentSeparator &&",
                "SecCookieFormat 1",
                "SecAuditLogParts ABX",
                "SecAuditLogFileMode 0999",
                "SecAuditLogType HTTPS",
                "SecAuditLogFormat XML",
                "SecHashEngine On",
                "SecXMLExternalEntity On",
                "SecUploadKeepFiles RelevantOnly",
                "SecDebugLogLevel 10",
                "SecGeoLookupDb /usr/share/GeoIP/GeoIP.dat",
                "SecServerSignature \"Microsoft-IIS/5.0\"",
                "SecAuditLog \"\""
            })
    void aSettingWithAnythingElseIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(RulesRefused.class).hasMessageStartingWith("r:1:");
    }

    @Test
    void theArgumentsOfASettingAreItsWords() {
        assertThat(parse("SecResponseBodyMimeType text/plain 'text/html'"))
                .containsExactly(new Setting(
                        new Place("r", 1, 1),
                        SettingName.SEC_RESPONSE_BODY_MIME_TYPE,
                        List.of("text/plain", "text/html")));
    }

    private static List<Directive> parse(String text) {
        return RuleText.parse(RuleFiles.none(), "r", text);
    }
}
