package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.signin.Sessions;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.control.web.Visitor;
import casemate.testkit.TestDatabase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// The figures of `docs/benchmarks/identity.md`: by hand, `-Dtest=IdentityFigures`; its name keeps it out of every
/// build.
class IdentityFigures {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final int PEOPLE = 100_000;
    private static final int PAGES = 40;
    private static final int SIGN_INS = 100;
    /// A house that has been up for an hour has had as many.
    private static final int WARM_UP = 300;
    private static final int REQUESTS = 20_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Test
    void figures(@TempDir Path directory) {
        try (TestControl control = TestControl.start(DATABASE, directory)) {
            Customers.join(control, control.browser("portal"), "owner@example.org");
            String customer = Customers.column(control, "SELECT customer_id FROM account.member")
                    .getFirst();
            String owner = Customers.column(control, "SELECT person_id FROM account.member")
                    .getFirst();
            signIn(control, "one person there");
            fill(customer);
            signIn(control, PEOPLE + " people there");
            pages(new ScimWire(control.control().port(), token(control, customer, owner, TokenKind.PROVISIONING)));
            requests(control, new UserId(owner), token(control, customer, owner, TokenKind.PERSONAL));
        }
    }

    private void fill(String customer) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(DATABASE.server().jdbcUrl(DATABASE.name() + "_control"));
        source.setUser("control_migrations");
        source.setPassword("for tests only");
        JdbcClient jdbc = JdbcClient.create(source);
        String id = "'%s_01kb' || lpad(i::text, 22, '0')";
        jdbc.sql("INSERT INTO account.person (id, email, verifier, language, created_at) SELECT "
                        + id.formatted("usr") + ", 'p' || i || '@example.org', '$', 'en', now()"
                        + " FROM generate_series(1, " + PEOPLE + ") i")
                .update();
        jdbc.sql("INSERT INTO account.member (person_id, customer_id, role, joined_at) SELECT " + id.formatted("usr")
                        + ", ?, 'member', now() FROM generate_series(1, " + PEOPLE + ") i")
                .param(customer)
                .update();
        jdbc.sql(
                        "INSERT INTO provision.entry (id, customer_id, person_id, user_name, user_key, external_id, display_name,"
                                + " email, active, version, created_at, changed_at) SELECT " + id.formatted("scu")
                                + ", ?, "
                                + id.formatted("usr")
                                + ", 'p' || i || '@example.org', 'p' || i || '@example.org', 'x' || i,"
                                + " 'Person ' || i, 'p' || i || '@example.org', true, 1, now(), now()"
                                + " FROM generate_series(1, " + PEOPLE + ") i")
                .param(customer)
                .update();
        jdbc.sql("INSERT INTO provision.tally VALUES (?, " + PEOPLE + ")")
                .param(customer)
                .update();
        for (String table : new String[] {"account.person", "account.member", "provision.entry"}) {
            jdbc.sql("VACUUM (ANALYZE) " + table).update();
        }
    }

    private static void pages(ScimWire scim) {
        for (String query : new String[] {
            "?count=100",
            "?startIndex=50000&count=100",
            "?startIndex=99900&count=100",
            "?count=100&sortBy=userName",
            "?filter=userName%20eq%20%22p77777@example.org%22",
            "?filter=externalId%20eq%20%22x77777%22",
            "?filter=emails.value%20eq%20%22p77777@example.org%22",
            "?filter=userName%20sw%20%22p7777%22",
            "?filter=displayName%20co%20%2277777%22"
        }) {
            double[] millis = new double[PAGES];
            for (int i = 0; i < PAGES; i++) {
                long start = System.nanoTime();
                scim.get("/Users" + query).is(200);
                millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            }
            Arrays.sort(millis);
            System.out.printf(
                    "SCIM %-55s median %6.1f ms, worst %6.1f ms%n", query, millis[PAGES / 2], millis[PAGES - 1]);
        }
    }

    /// Processor time of this thread, which is where the hash is made.
    private void signIn(TestControl control, String what) {
        Accounts accounts = control.door(Accounts.class);
        Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
        String verifier = argon2.encode(Customers.PASSWORD);
        Secret password = Secret.of(Customers.PASSWORD);
        double hash = 0;
        double verified = 0;
        double whole = 0;
        for (int i = -WARM_UP; i < SIGN_INS; i++) {
            long start = threads.getCurrentThreadCpuTime();
            assertThat(argon2.matches(Customers.PASSWORD, verifier)).isTrue();
            long middle = threads.getCurrentThreadCpuTime();
            Person person = accounts.verify(Kind.CUSTOMER, new Email("owner@example.org"), password)
                    .orElseThrow();
            long end = threads.getCurrentThreadCpuTime();
            control.door(Sessions.class).open(person, new Visitor("192.0.2.1", "figures"), true);
            long opened = threads.getCurrentThreadCpuTime();
            if (i >= 0) {
                hash += middle - start;
                verified += end - middle;
                whole += opened - middle;
            }
        }
        System.out.printf(
                "sign-in, %s: Argon2id alone %.1f ms CPU, verified %.1f ms (%.3f), with session %.1f ms (%.3f)%n",
                what,
                hash / SIGN_INS / NANOS_PER_MILLI,
                verified / SIGN_INS / NANOS_PER_MILLI,
                verified / hash,
                whole / SIGN_INS / NANOS_PER_MILLI,
                whole / hash);
    }

    private void requests(TestControl control, UserId owner, String bearer) {
        Sessions sessions = control.door(Sessions.class);
        Person person = control.door(Accounts.class).person(owner).orElseThrow();
        Token token =
                sessions.open(person, new Visitor("192.0.2.1", "figures"), true).token();
        Tokens tokens = control.door(Tokens.class);
        JdbcClient jdbc = control.door(JdbcClient.class);
        System.out.printf(
                "the least query: %.1f us CPU; a signed-in request's viewer: %.1f us CPU; a bearer token's: %.1f us CPU%n",
                each(() -> assertThat(jdbc.sql("SELECT 1").query(Integer.class).single())
                        .isOne()),
                each(() ->
                        assertThat(sessions.viewer(Kind.CUSTOMER, token, false)).isPresent()),
                each(() -> assertThat(tokens.bearer(bearer)).isPresent()));
    }

    private double each(Runnable request) {
        for (int i = 0; i < REQUESTS; i++) {
            request.run();
        }
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < REQUESTS; i++) {
            request.run();
        }
        return (threads.getCurrentThreadCpuTime() - start) / NANOS_PER_MICRO / REQUESTS;
    }

    private static String token(TestControl control, String customer, String owner, TokenKind kind) {
        Viewer viewer = new Viewer(
                new UserId(owner),
                Optional.of(new CustomerId(customer)),
                Optional.empty(),
                "owner@example.org",
                Language.EN,
                ZoneId.of("UTC"),
                "ses",
                Instant.EPOCH,
                Rights.owner());
        Set<Permission> scopes = kind == TokenKind.PROVISIONING ? Set.of() : Set.of(Permission.INSTANCE_VIEW);
        return control.door(Tokens.class)
                .issue(new TokenWish(kind, "figures", scopes, 1), viewer)
                .secret()
                .revealText();
    }
}
