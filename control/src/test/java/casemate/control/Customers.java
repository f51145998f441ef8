package casemate.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a customer does, by way of the pages.
public final class Customers {
    public static final String PASSWORD = "four words in a row";

    private Customers() {}

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

    /// The first column of a query, with the rights of the running program.
    public static List<String> column(TestControl control, String sql) {
        return JdbcClient.create(control.runtime())
                .sql(sql)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }
}
