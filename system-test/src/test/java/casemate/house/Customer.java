package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import casemate.testkit.Eventually;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.time.Duration;

/// What a customer, and an operator beside it, does in the portal and the console, click by click.
final class Customer {
    /// An instance may have to wait for its image on an empty machine.
    private static final double START_MILLIS = 120_000;

    /// Within which a revoked session is over at the edge.
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private final House house;
    private final Page page;

    Customer(House house, Page page) {
        this.house = house;
        this.page = page;
    }

    void signUp(String email, String password) {
        page.navigate(house.url("portal") + "/sign-up");
        page.fill("#email", email);
        page.fill("#password", password);
        page.click("main form[action='/sign-up'] button");
        assertThat(page.locator("main")).containsText(email);
    }

    void confirm(String link, String password) {
        page.navigate(link);
        page.fill("#password", password);
        page.click("main form[action='/confirm'] button");
        assertThat(page.locator("form[action='/sign-out']")).isVisible();
    }

    void signIn(String email, String password) {
        page.navigate(house.url("portal") + "/sign-in");
        page.fill("#email", email);
        page.click("main form[action='/sign-in'] button");
        page.fill("#password", password);
        page.click("main form[action='/sign-in'] button");
        assertThat(page.locator("form[action='/sign-out']")).isVisible();
    }

    /// A person's own language comes before the browser's.
    void speak(String language) {
        page.click("button[name='language'][value='" + language + "']");
        assertThat(page.locator("html")).hasAttribute("lang", language);
    }

    /// The link in the newest message to this address, read by an operator in the console: no relay is configured.
    String mailedLink(Page console, String email) throws IOException {
        house.operator().in(console);
        console.navigate(house.url("console") + "/mail");
        console.locator("tr", new Page.LocatorOptions().setHasText(email))
                .first()
                .locator("a")
                .click();
        return console.locator(".letter a[href^='https://']").first().getAttribute("href");
    }

    Keys host(String blueprint, String slug, String title) {
        page.navigate(house.url("portal") + "/instances/new");
        page.check("input[name='blueprint'][value='" + blueprint + "']");
        page.fill("#slug", slug);
        page.fill("#title", title);
        page.click("main form[action='/instances'] button");
        Locator codes = page.locator("main dl code");
        Keys keys = new Keys(codes.nth(0).textContent(), codes.nth(1).textContent());
        page.click("main a.button");
        assertThat(page.locator("#live .state.good"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(START_MILLIS));
        return keys;
    }

    void signIn(Keys keys) {
        page.navigate(house.url("portal") + "/sign-in");
        page.fill("#email", keys.user());
        page.click("main form[action='/sign-in'] button");
        page.fill("#password", keys.password());
        page.click("main form[action='/sign-in'] button");
        assertThat(page.locator("form[action='/sign-out']")).isVisible();
    }

    /// By the button on the instance's page.
    void open(String title) {
        page.navigate(house.url("portal") + "/instances");
        page.locator("#instances h2 a", new Page.LocatorOptions().setHasText(title))
                .first()
                .click();
        page.click("#live .actions a.button");
    }

    /// By the application's own link; out of the application and of the portal afterwards.
    void leave(String slug, String link) {
        page.locator(link).first().evaluate("link => link.click()");
        page.waitForURL(house.url(slug) + "/");
        assertThat(page.locator(link)).hasCount(0);
        page.navigate(house.url("portal") + "/instances");
        assertThat(page.locator("form[action='/sign-in']")).isVisible();
        page.navigate(house.url(slug) + "/");
        assertThat(page.locator(link)).hasCount(0);
    }

    /// At the portal; out of the application within the five seconds that are promised.
    void leavePortal(String slug, String link) {
        page.navigate(house.url("portal") + "/instances");
        page.locator("form[action='/sign-out'] button").first().evaluate("button => button.click()");
        assertThat(page.locator("form[action='/sign-in']")).isVisible();
        Eventually.until("being out of " + slug, PROMISED, () -> {
            page.navigate(house.url(slug) + "/");
            return page.locator(link).count() == 0;
        });
    }

    void invite(String email) {
        page.navigate(house.url("portal") + "/account/people");
        page.fill("main form[action='/account/people/invite'] #email", email);
        page.click("main form[action='/account/people/invite'] button");
        assertThat(page.locator("main")).containsText(email);
    }

    /// By somebody who has no account yet.
    void accept(String link, String password) {
        page.navigate(link);
        page.fill("#password", password);
        page.click("main form[action='/invitation'] button");
        assertThat(page.locator("main form[action='/sign-in']")).isVisible();
    }

    void remove(String email) {
        page.navigate(house.url("portal") + "/account/people");
        page.locator("main a", new Page.LocatorOptions().setHasText(email))
                .first()
                .click();
        page.locator("form[action$='/remove'] button").evaluate("button => button.form.submit()");
        page.waitForURL(house.url("portal") + "/account/people");
        assertThat(page.locator("main table")).not().containsText(email);
    }

    void signInToWiki(String slug, Keys keys) {
        page.navigate(house.url(slug) + "/doku.php?id=start&do=login");
        page.fill("input[name='u']", keys.user());
        page.fill("input[name='p']", keys.password());
        page.click("#dw__login button[type='submit']");
        assertThat(page.locator("li.logout").first()).isAttached();
    }

    void writeWikiPage(String slug, String name, String text) {
        page.navigate(house.url(slug) + "/doku.php?id=" + name + "&do=edit");
        page.fill("#wiki__text", text);
        page.click("#edbtn__save");
        assertThat(page.locator("#dokuwiki__content")).containsText(text);
    }
}
