package casemate.control.mail;

import casemate.base.Refusal;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's view of the outbox.
@Controller
final class MailRoutes {
    private static final int PAGE_SIZE = 50;

    private final Mail mail;

    MailRoutes(Mail mail) {
        this.mail = mail;
    }

    @Needs(Permission.STAFF_MAIL_VIEW)
    @GetMapping("/console/mail")
    ResponseEntity<byte[]> list(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        List<Message> messages = mail.page(before, PAGE_SIZE);
        String next = messages.size() == PAGE_SIZE ? messages.getLast().id() : "";
        return page.show("mail/messages", Map.of("messages", messages, "next", next, "sends", mail.sends()));
    }

    @Needs(Permission.STAFF_MAIL_VIEW)
    @GetMapping("/console/mail/{id}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("id") String id) {
        Message message =
                mail.find(id).orElseThrow(() -> Refusal.notFound("message-unknown", "There is no such message."));
        return page.show("mail/message", Map.of("message", message, "sends", mail.sends()));
    }
}
