package casemate.house;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A person at a real browser: Debian's Chromium, which resolves names under `localhost` by itself.
final class Visitor implements AutoCloseable {
    /// Without these Chromium looks for its maker's servers at every start.
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final int PATIENCE_MILLIS = 30_000;

    private final Playwright playwright;
    private final Browser browser;

    private Visitor(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Visitor arrive() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(StillNetwork.chromium())
                        .setArgs(QUIET));
        return new Visitor(playwright, browser);
    }

    /// A page of a new, empty browser profile. The local authority is not in the browser's store, so its certificates
    /// are accepted as a person accepts them; that they are right is the drills' matter.
    Page page(int width, ColorScheme scheme, String locale) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setColorScheme(scheme)
                .setLocale(locale)
                .setViewportSize(width, 900));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context.newPage();
    }

    Page page() {
        return page(1280, ColorScheme.LIGHT, "en-GB");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
