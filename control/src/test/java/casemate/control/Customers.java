package casemate.control;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a customer does, by way of the pages.
public final class Customers {
    public static final String PASSWORD = "four words in a row";

    /// Of operators' tokens, in base 32.
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private Customers() {}

    /// Somebody new, in a browser of their own.
    public static Browser joined(TestControl control, String email) {
        Browser browser = control.browser("portal");
        join(control, browser, email);
        return browser;
    }

    public static Person person(TestControl control, String email) {
        return control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow();
    }

    /// Signs up, reads the letter, confirms; the browser is then signed in.
    public static Browser.Answer join(TestControl control, Browser browser, String email) {
        signUp(browser, email, PASSWORD);
        Browser.Answer page = browser.get(link(control, email));
        assertThat(page.status()).isEqualTo(200);
        return confirm(browser, page, PASSWORD);
    }

    public static Browser.Answer signUp(Browser browser, String email, String password) {
        browser.get("/sign-up");
        return browser.post("/sign-up", new LinkedHashMap<>(Map.of("email", email, "password", password)));
    }

    public static Browser.Answer confirm(Browser browser, Browser.Answer page, String password) {
        String token = page.find("name=\"token\" value=\"([^\"]+)\"");
        return browser.post("/confirm", Map.of("token", token, "password", password));
    }

    public static Browser.Answer signIn(Browser browser, String email, String password) {
        browser.get("/sign-in");
        return browser.post("/sign-in", Map.of("email", email, "password", password));
    }

    /// Signs somebody in, also an operator, who must have a second factor: the first time, by setting one up on the
    /// way.
    public static Browser.Answer getIn(TestControl control, Browser browser, String email, String password) {
        Browser.Answer answer = signIn(browser, email, password);
        if (answer.path().startsWith("/sign-in/set-up")) {
            browser.post("/sign-in/set-up/begin", Map.of("method", "hotp", "name", "test", "seed", SEED));
            browser.post("/sign-in/set-up/confirm", Map.of("code", Oathtool.hotp(SEED, 0)));
        } else if (answer.path().startsWith("/sign-in/second")) {
            long next = 1
                    + JdbcClient.create(control.runtime())
                            .sql("""
                            SELECT g.position FROM factor.generator g JOIN account.person p ON p.id = g.person_id
                            WHERE p.operator AND p.email = ?
                            """)
                            .param(email)
                            .query(Long.class)
                            .single();
            browser.post("/sign-in/second", Map.of("code", Oathtool.hotp(SEED, next)));
        } else {
            return answer;
        }
        return browser.get("/");
    }

    /// The path of the link in the newest letter to somebody.
    public static String link(TestControl control, String email) {
        String text = letter(control.runtime(), email);
        int start = text.indexOf("/confirm?token=");
        assertThat(start).as("a link in: " + text).isNotNegative();
        return text.substring(start, text.indexOf('\n', start));
    }

    public static String letter(DataSource source, String email) {
        return JdbcClient.create(source)
                .sql("SELECT plain FROM mail.message WHERE recipient = ? ORDER BY id DESC LIMIT 1")
                .param(email)
                .query(String.class)
                .single();
    }

    /// All letters to somebody; a paper's comes whenever the paper is made, before or after others.
    public static List<String> letters(DataSource source, String email) {
        return JdbcClient.create(source)
                .sql("SELECT plain FROM mail.message WHERE recipient = ?")
                .param(email)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }

    /// The first column of a query, with the rights of the running program.
    public static List<String> column(TestControl control, String sql) {
        return JdbcClient.create(control.runtime())
                .sql(sql)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }
}
