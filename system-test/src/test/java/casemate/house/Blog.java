package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;

/// A WordPress, used as its author uses it.
final class Blog {
    private final String url;
    private final Page page;

    Blog(String url, Page page) {
        this.url = url;
        this.page = page;
    }

    void signIn(Keys keys) {
        page.navigate(url + "/wp-login.php");
        page.fill("#user_login", keys.user());
        page.fill("#user_pass", keys.password());
        page.click("#wp-submit");
        assertThat(page.locator("#wpadminbar")).isVisible();
    }

    void post(String title, String text) {
        page.navigate(url + "/wp-admin/index.php");
        page.fill("#quick-press #title", title);
        page.fill("#quick-press #content", text);
        page.click("#save-post");
        page.locator("#dashboard_quick_press .drafts a").first().waitFor();
        page.navigate(url + "/wp-admin/edit.php");
        page.locator("tr", new Page.LocatorOptions().setHasText(title))
                .locator("input[type='checkbox']")
                .first()
                .check();
        page.selectOption("#bulk-action-selector-top", "edit");
        page.click("#doaction");
        page.locator("#bulk-edit select[name='_status']").selectOption("publish");
        page.click("#bulk_edit");
        assertThat(page.locator("#message, .updated").first()).isVisible();
    }
}
