package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// Somebody whose browser has a device for passkeys that touches and checks its owner by itself: Chromium's virtual
/// authenticator. Everything else is the real page, script and protocol.
final class Keyring {
    private static final String LIST = "/account/security/passkey";

    private final House house;
    private final Page page;
    private final CDPSession browser;
    private final String device;

    private Keyring(House house, Page page, CDPSession browser, String device) {
        this.house = house;
        this.page = page;
        this.browser = browser;
        this.device = device;
    }

    static Keyring plugIn(House house, Page page) {
        CDPSession browser = page.context().newCDPSession(page);
        browser.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject wish = new JsonObject();
        wish.add("options", options);
        JsonObject made = browser.send("WebAuthn.addVirtualAuthenticator", wish);
        return new Keyring(house, page, browser, made.get("authenticatorId").getAsString());
    }

    /// How many passkeys the device holds.
    int size() {
        JsonObject wish = new JsonObject();
        wish.addProperty("authenticatorId", device);
        return browser.send("WebAuthn.getCredentials", wish)
                .getAsJsonArray("credentials")
                .size();
    }

    /// Whether the device says from now on that it has checked its owner.
    void checks(boolean owner) {
        JsonObject wish = new JsonObject();
        wish.addProperty("authenticatorId", device);
        wish.addProperty("isUserVerified", owner);
        browser.send("WebAuthn.setUserVerified", wish);
    }

    /// By keyboard alone.
    void add(String name) {
        page.navigate(house.url("portal") + LIST + "/add");
        page.fill("#name", name);
        page.locator("#name").press("Enter");
        assertThat(page.locator("ul.sessions")).containsText(name);
    }

    void remove() {
        page.navigate(house.url("portal") + LIST);
        page.click("ul.sessions button");
        assertThat(page.locator("p.empty")).isVisible();
    }

    void signOut() {
        page.click("form[action='/sign-out'] button");
        assertThat(page.locator("main form[action='/sign-in']")).isVisible();
    }

    /// The password first; the passkey is the second step.
    void signIn(String email, String password) {
        page.navigate(house.url("portal") + "/sign-in/password");
        page.fill("#email", email);
        page.fill("#password", password);
        page.click("main form[action='/sign-in'] button");
        page.click("main a[href^='/sign-in/passkey']");
        use();
        assertThat(page.locator("form[action='/sign-out']")).isVisible();
    }

    void signInAlone() {
        tryAlone();
        assertThat(page.locator("form[action='/sign-out']")).isVisible();
    }

    /// What the page says when the passkey alone does not open it.
    Locator refusedAlone() {
        tryAlone();
        Locator said = page.locator("main [role='alert']:visible");
        assertThat(said).isVisible();
        assertThat(page.locator("form[action='/sign-out']")).not().isAttached();
        return said;
    }

    private void tryAlone() {
        page.navigate(house.url("portal") + "/sign-in");
        page.click("main a[href^='/sign-in/passkey']");
        use();
    }

    private void use() {
        page.locator("form[data-passkey] button").press("Enter");
    }
}
