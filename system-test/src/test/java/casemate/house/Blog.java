package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/// A WordPress, used as its author uses it.
final class Blog {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;

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

    /// Writes with the block editor: paragraphs, a block of code and a picture.
    ///
    /// @return the address of the post
    String publish(String title, List<String> paragraphs, String code) throws IOException {
        page.navigate(url + "/wp-admin/post-new.php");
        page.locator(".components-modal__frame button[aria-label^='Close']").click();
        Locator heading = page.locator(".editor-post-title__input");
        heading.fill(title);
        heading.press("Enter");
        for (String paragraph : paragraphs) {
            page.keyboard().insertText(paragraph);
            page.keyboard().press("Enter");
        }
        insert("code");
        page.keyboard().insertText(code);
        heading.press("Enter");
        insert("image");
        Locator picture = page.locator("[data-type='core/image']");
        picture.locator("input[type='file']").setInputFiles(picture("inside.png", "png"));
        picture.locator("img[src*='/wp-content/uploads/']").waitFor();
        page.click("button.editor-post-publish-panel__toggle");
        page.click(".editor-post-publish-panel button.editor-post-publish-button");
        return page.locator(".post-publish-panel__postpublish-header a").getAttribute("href");
    }

    private void insert(String block) {
        page.keyboard().type("/" + block);
        page.locator(".components-autocomplete__result").first().waitFor();
        page.keyboard().press("Enter");
        page.locator("[data-type='core/" + block + "']").waitFor();
    }

    /// Puts a picture into the media library.
    void upload(String name) throws IOException {
        page.navigate(url + "/wp-admin/media-new.php");
        page.locator("#plupload-upload-ui input[type='file']").setInputFiles(picture(name, "jpg"));
        assertThat(page.locator(".media-item .edit-attachment").first()).isVisible();
    }

    private static FilePayload picture(String name, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), format, bytes);
        return new FilePayload(name, "image/" + format.replace("jpg", "jpeg"), bytes.toByteArray());
    }
}
