package casemate.waf.fuzz;

import casemate.waf.FailClosed;
import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.ftw.CoreRules;
import casemate.waf.text.Bytes;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// No request and no response makes the engine fail inside. `-Dcasemate.crs` names a Core Rule Set to fuzz with, which
/// runs many more rules than those given here.
final class TransactionFuzzTest {
    private static final List<String> TYPES = List.of(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "application/json",
            "text/xml",
            "text/plain");

    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain
            SecRule REQUEST_HEADERS:Content-Type "@contains json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule REQUEST_HEADERS:Content-Type "@contains xml" "id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
            SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|FILES|XML:/* "@rx (a|b)*c+$" "id:3,phase:2,pass,capture,\\
              t:urlDecodeUni,t:htmlEntityDecode,t:lowercase,multiMatch,setvar:'tx.%{MATCHED_VAR_NAME}=%{TX.0}',log"
            SecRule ARGS|REQUEST_HEADERS|!REQUEST_HEADERS:Host "@detectSQLi" "id:4,phase:2,pass,chain"
              SecRule MATCHED_VARS "@detectXSS" "setvar:tx.score=+1"
            SecRule &ARGS "@gt 2" "id:5,phase:2,pass,skipAfter:END"
            SecRule REQUEST_URI|RESPONSE_BODY "@pm select union script" "id:6,phase:4,pass,t:jsDecode,t:cssDecode"
            SecMarker END
            SecRule TX:score "@ge 1" "id:7,phase:2,deny,status:403"
            SecRule RESPONSE_HEADERS|RESPONSE_BODY "@validateByteRange 32-126" "id:8,phase:4,pass"
            """;

    private static final Firewall FIREWALL = firewall();

    private static Firewall firewall() {
        String rules = System.getProperty("casemate.crs");
        if (rules == null) {
            return Firewall.load(FirewallConfig.ofText(RULES));
        }
        CoreRules core = CoreRules.at(Path.of(rules));
        return Firewall.load(FirewallConfig.in(core.rules()).withText("fuzz", core.blocking(CoreRules.MOST_PARANOIA)));
    }

    /// @param data a byte for the kind of body, then target, header and body, each ended by a zero byte
    @FuzzTest(maxDuration = "10m")
    void noTransactionFailsInside(byte[] data) {
        List<Bytes> parts = parts(data);
        Transaction transaction = FIREWALL.begin();
        transaction.connection("192.0.2.1", 40_000, "192.0.2.2", 443);
        transaction.requestLine(Bytes.latin1("POST"), parts.get(1), Bytes.latin1("HTTP/1.1"));
        transaction.requestHeader("Host", "example.org");
        int type = parts.get(0).isEmpty() ? 0 : parts.get(0).at(0) % TYPES.size();
        transaction.requestHeader("Content-Type", TYPES.get(type));
        transaction.requestHeader(Bytes.latin1("Cookie"), parts.get(2));
        transaction.requestHeader(Bytes.latin1("X-Any"), parts.get(2));
        transaction.requestHeadersEnd();
        transaction.requestBody(parts.get(3));
        transaction.requestBodyEnd();
        transaction.responseStart(200, "HTTP/1.1");
        transaction.responseHeader("Content-Type", "text/plain");
        transaction.responseHeadersEnd();
        transaction.responseBody(parts.get(3));
        transaction.responseBodyEnd();
        transaction.finish();
        if (transaction.verdict() instanceof Verdict.Block block
                && block.ruleId() == FailClosed.INTERNAL_ERROR.ruleId()) {
            throw new AssertionError(block.message());
        }
    }

    private static List<Bytes> parts(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        String[] parts = Arrays.copyOf(text.split("\0", 4), 4);
        return IntStream.range(0, parts.length)
                .mapToObj(i -> parts[i] == null ? Bytes.EMPTY : Bytes.latin1(parts[i]))
                .toList();
    }
}
