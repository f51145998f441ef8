package casemate.waf.engine;

import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.RuleMatch;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.text.Bytes;
import java.util.List;

/// Sends requests through rules given as text.
final class Requests {
    private final Firewall firewall;

    private Requests(Firewall firewall) {
        this.firewall = firewall;
    }

    /// Rules that block and look at bodies.
    static Requests through(String rules) {
        return new Requests(Firewall.load(FirewallConfig.ofText("""
                SecRuleEngine On
                SecRequestBodyAccess On
                SecResponseBodyAccess On
                """ + rules)));
    }

    /// A whole transaction without a body.
    ///
    /// @param headers names and values in turn
    Transaction get(String target, String... headers) {
        Transaction transaction = begun("GET", target, headers);
        transaction.requestHeadersEnd();
        transaction.requestBodyEnd();
        answered(transaction);
        return transaction;
    }

    Transaction post(String contentType, String body) {
        Transaction transaction = begun("POST", "/", "Content-Type", contentType);
        transaction.requestHeadersEnd();
        transaction.requestBody(Bytes.latin1(body));
        transaction.requestBodyEnd();
        answered(transaction);
        return transaction;
    }

    Transaction begun(String method, String target, String... headers) {
        Transaction transaction = firewall.begin();
        transaction.connection("192.0.2.7", 40_000, "192.0.2.1", 443);
        transaction.requestLine(method, target, "HTTP/1.1");
        for (int i = 0; i < headers.length; i += 2) {
            transaction.requestHeader(headers[i], headers[i + 1]);
        }
        return transaction;
    }

    private static void answered(Transaction transaction) {
        if (!transaction.verdict().blocked()) {
            transaction.responseStart(200, "HTTP/1.1");
            transaction.responseHeader("Content-Type", "text/html; charset=utf-8");
            transaction.responseHeadersEnd();
            transaction.responseBody(Bytes.latin1("<p>hello</p>"));
            transaction.responseBodyEnd();
        }
        transaction.finish();
    }

    static List<Long> ids(Transaction transaction) {
        return transaction.matches().stream().map(RuleMatch::id).toList();
    }

    static int status(Transaction transaction) {
        return transaction.verdict() instanceof Verdict.Block block ? block.status() : 200;
    }

    static RuleMatch match(Transaction transaction, long id) {
        return transaction.matches().stream()
                .filter(m -> m.id() == id)
                .findFirst()
                .orElseThrow();
    }
}
