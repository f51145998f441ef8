package casemate.waf;

import casemate.waf.audit.AuditSettings;
import casemate.waf.engine.Evaluation;
import casemate.waf.engine.Program;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A web application firewall with its rules compiled: immutable, shared by all threads. Each request with
/// its response is one [Transaction].
///
/// ```java
/// Firewall firewall = Firewall.load(FirewallConfig.of(Path.of("/etc/waf/main.conf")));
/// Transaction transaction = firewall.begin();
/// transaction.connection("192.0.2.7", 40312, "198.51.100.1", 443);
/// transaction.requestLine("GET", "/?id=1%20or%201=1", "HTTP/1.1");
/// transaction.requestHeader("Host", "example.org");
/// Verdict verdict = transaction.requestHeadersEnd();
/// ```
public final class Firewall {
    private final Program program;
    private final FirewallConfig config;

    private Firewall(Program program, FirewallConfig config) {
        this.program = program;
        this.config = config;
    }

    /// Reads and compiles all rules.
    ///
    /// @throws RulesRefused with every problem at its place; nothing is in force then
    public static Firewall load(FirewallConfig config) {
        List<Directive> directives = new ArrayList<>();
        config.rules().forEach(source -> directives.addAll(source.read()));
        return new Firewall(Program.compile(RuleSet.of(directives), config.files()), config);
    }

    /// For one request and its response; not for use by several threads.
    public Transaction begin() {
        return new Transaction(new Evaluation(
                program, config.collections(), config.clock(), config.ids().get()));
    }

    /// The same with an id that is known elsewhere too.
    public Transaction begin(String uniqueId) {
        return new Transaction(new Evaluation(program, config.collections(), config.clock(), uniqueId));
    }

    /// Something to be left off in some transactions of these rules, made once for all of them. A rule that
    /// is not among them is no trouble.
    ///
    /// @param variable what the rule is not to see, such as `ARGS:content`; empty for leaving the whole
    /// rule out
    /// @return empty when there is no such variable
    public Optional<RuleExclusion> exclusion(long rule, String variable) {
        return program.exclusion(rule, variable).map(RuleExclusion::new);
    }

    /// What the rules want recorded, and where; open it with [casemate.waf.audit.AuditLog#open].
    public AuditSettings auditSettings() {
        return program.auditSettings();
    }

    /// How many rules are in force, a chain counted once.
    public int rules() {
        return program.rules();
    }
}
