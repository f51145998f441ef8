package casemate.control.export;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a customer's administrators ask for copies and fetch them, and where everybody takes along
/// what is kept of them.
@Controller
final class ExportRoutes {
    private static final String PATH = "/account/export";

    private final Exports exports;
    private final ExportMaker maker;

    ExportRoutes(Exports exports, ExportMaker maker) {
        this.exports = exports;
        this.maker = maker;
    }

    @Needs(Permission.DATA_EXPORT)
    @GetMapping("/portal/account/export")
    ResponseEntity<byte[]> list(Page page) {
        return show(page, HttpStatus.OK, "", "");
    }

    @Needs(Permission.DATA_EXPORT)
    @Fresh
    @PostMapping("/portal/account/export")
    ResponseEntity<byte[]> ask(
            Page page,
            @RequestParam(name = "sure", defaultValue = "") String sure,
            @RequestParam(name = "instances", defaultValue = "") String instances,
            @RequestParam(name = "recipient", defaultValue = "") String recipient,
            @RequestParam(name = "passphrase", defaultValue = "") String passphrase) {
        if (!sure.equals("yes")) {
            // A drill that tries every form with nothing in it leaves no copy behind.
            throw Refusal.invalid("export-not-meant", "Press the button on the page Copy of all data.");
        }
        try {
            exports.ask(page.signedIn(), ExportWish.typed(instances.equals("yes"), recipient, passphrase));
            return page.see(PATH, Flash.good("export.asked"));
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal), recipient);
        }
    }

    /// Streams the file: it may be larger than memory.
    @Needs(Permission.DATA_EXPORT)
    @Fresh
    @GetMapping("/portal/account/export/{export}/file")
    void file(Page page, @PathVariable("export") String id, HttpServletResponse response) throws IOException {
        Exports.File file = exports.fetch(page.signedIn(), id);
        response.setContentType("application/octet-stream");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLengthLong(file.bytes());
        file.into(response.getOutputStream());
    }

    /// The text of one instance's database, made while it is fetched.
    @Needs(Permission.DATA_EXPORT)
    @Fresh
    @GetMapping("/portal/instances/{id}/database")
    void database(Page page, @PathVariable("id") InstanceId id, HttpServletResponse response)
            throws InterruptedException {
        exports.database(page.signedIn(), id, name -> {
            response.setContentType("application/octet-stream");
            response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".sql.zst\"");
            response.setHeader("Cache-Control", "no-store");
            return response.getOutputStream();
        });
    }

    @Needs(Permission.DATA_EXPORT)
    @PostMapping("/portal/account/export/{export}/remove")
    ResponseEntity<byte[]> remove(Page page, @PathVariable("export") String id) {
        exports.remove(page.signedIn(), id);
        return page.see(PATH, Flash.good("export.removed"));
    }

    @SignedIn("what is kept of them is theirs")
    @Fresh
    @GetMapping("/portal/account/export/own.json")
    void own(Page page, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Content-Disposition", "attachment; filename=\"own.json\"");
        response.setHeader("Cache-Control", "no-store");
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        maker.own(page.signedIn().user(), exports.now(), out);
        out.flush();
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String problem, String recipient) {
        Viewer viewer = page.signedIn();
        return page.show(
                status,
                "export/export",
                Map.of(
                        "exports",
                        exports.of(Exports.own(viewer)),
                        "now",
                        exports.now(),
                        "problem",
                        problem,
                        "recipient",
                        recipient,
                        "days",
                        (int) Exports.KEPT.toDays(),
                        "most",
                        Exports.MOST_KEPT));
    }
}
