package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import casemate.testkit.Eventually;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// What somebody does in an instance of `files`, which signs people in by OpenID Connect.
final class Folder {
    private static final String SIGN_IN = "form[action='/sign-in']";

    private final House house;
    private final Page page;
    private final String slug;

    Folder(House house, Page page, String slug) {
        this.house = house;
        this.page = page;
        this.slug = slug;
    }

    void open() {
        page.navigate(house.url(slug) + "/");
    }

    /// The question with which the application sends somebody to the portal who is signed in nowhere.
    String askedOnTheWay() {
        return page.waitForRequest(r -> r.url().contains("/oidc/authorize?"), this::open)
                .url();
    }

    /// From the application to the portal, and back to it.
    void signIn(String email, String password) {
        open();
        fill(email, password);
        page.waitForURL(house.url(slug) + "/");
        assertThat(page.locator("#who")).isVisible();
    }

    void isRefused(String email, String password) {
        open();
        fill(email, password);
        assertThat(page.locator("main [role='alert']")).isVisible();
        assertThat(page.url()).startsWith(house.url("portal"));
    }

    private void fill(String email, String password) {
        page.fill("#email", email);
        page.click("main form[action='/sign-in'] button");
        page.fill("#password", password);
        page.click("main form[action='/sign-in'] button");
    }

    void upload(String name, String content) {
        page.setInputFiles("#upload", new FilePayload(name, "text/html", content.getBytes(StandardCharsets.UTF_8)));
        page.click("#send");
        assertThat(page.locator("#list")).containsText(name);
    }

    /// @return the fields of the answer
    Map<String, String> download(String name) {
        return page.waitForResponse(
                        answer -> answer.url().contains("/data/"),
                        () -> page.locator("#list a", new Page.LocatorOptions().setHasText(name))
                                .click())
                .headers();
    }

    /// By the application's own link: out of it, and of the portal.
    void signOut() {
        page.click("#out");
        page.waitForURL(house.url("portal") + "/**");
        assertThat(page.locator(SIGN_IN)).isVisible();
    }

    void isShut() {
        open();
        assertThat(page.locator(SIGN_IN)).isVisible();
    }

    void isShutWithin(Duration promised) {
        Eventually.until("being out of " + slug, promised, () -> {
            open();
            return page.locator(SIGN_IN).count() == 1;
        });
    }
}
