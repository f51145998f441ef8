package casemate.waf.ftw;

import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.RuleMatch;
import casemate.waf.Transaction;
import casemate.waf.text.Bytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Runs cases through one firewall, one transaction for each stage: what a server in front would let through, and what
/// the test suite's backend would answer.
public final class FtwRunner {
    /// A network for documentation: neither this machine nor a private address, which some rules treat apart.
    private static final String CLIENT = "192.0.2.1";

    private static final String SERVER = "192.0.2.2";
    private static final int CLIENT_PORT = 40_000;
    private static final int SERVER_PORT = 80;

    /// CRS's rules that would end the transaction if the engine blocked.
    private static final Set<Long> BLOCKING = Set.of(949_110L, 949_111L, 959_100L, 959_101L);

    private final Firewall firewall;

    public FtwRunner(Firewall firewall) {
        this.firewall = firewall;
    }

    /// With the rules as CRS's own test set-up loads them.
    public static FtwRunner of(CoreRules rules) {
        return new FtwRunner(
                Firewall.load(FirewallConfig.in(rules.rules()).withText("regression", rules.forRegression())));
    }

    public FtwResult run(FtwCase testCase) {
        for (int i = 0; i < testCase.stages().size(); i++) {
            FtwCase.Stage stage = testCase.stages().get(i);
            String differs = observe(stage.request()).differs(stage.expectation());
            if (!differs.isEmpty()) {
                return new FtwResult(
                        testCase, testCase.stages().size() == 1 ? differs : "stage " + (i + 1) + ": " + differs);
            }
        }
        return new FtwResult(testCase, "");
    }

    Observed observe(Bytes request) {
        return switch (ServerParser.parse(request.toArray())) {
            case Received.Silent _ -> new Observed(OptionalInt.empty(), false, Set.of(), List.of());
            case Received.Refused refused -> new Observed(OptionalInt.of(refused.status()), false, Set.of(), List.of());
            case Received.Request accepted -> examined(accepted);
        };
    }

    private Observed examined(Received.Request request) {
        Transaction transaction = firewall.begin();
        ask(transaction, request);
        Backend.Response response = Backend.answer(request);
        transaction.responseStart(response.status(), "HTTP/1.1");
        response.headers().forEach(h -> transaction.responseHeader(h.name(), h.value()));
        transaction.responseHeadersEnd();
        if (!response.body().isEmpty()) {
            transaction.responseBody(response.body());
        }
        transaction.responseBodyEnd();
        transaction.finish();
        List<RuleMatch> logged =
                transaction.matches().stream().filter(RuleMatch::logged).toList();
        Set<Long> ids = new LinkedHashSet<>();
        logged.forEach(m -> ids.add(m.id()));
        return new Observed(
                OptionalInt.of(response.status()),
                transaction.matches().stream().anyMatch(m -> BLOCKING.contains(m.id())),
                ids,
                logged.stream().map(LogLine::of).toList());
    }

    /// The request's phases, as a server would run them.
    static void ask(Transaction transaction, Received.Request request) {
        transaction.connection(CLIENT, CLIENT_PORT, SERVER, SERVER_PORT);
        transaction.requestLine(request.method(), request.target(), request.version());
        request.headers().forEach(h -> transaction.requestHeader(h.name(), h.value()));
        transaction.requestHeadersEnd();
        if (!request.body().isEmpty()) {
            transaction.requestBody(request.body());
        }
        transaction.requestBodyEnd();
    }
}
