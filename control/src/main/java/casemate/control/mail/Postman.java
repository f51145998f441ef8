package casemate.control.mail;

import casemate.base.TlsPolicy;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/// Hands messages to the relay, by the same TLS that the platform serves (EDG-2).
final class Postman {
    /// A relay that takes longer for one step is as good as gone; the message waits for its next try.
    private static final Duration STEP = Duration.ofSeconds(10);

    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    private final String from;

    Postman(SmtpRelay relay) {
        from = relay.from();
        sender.setHost(relay.host());
        sender.setPort(relay.port());
        sender.setDefaultEncoding("UTF-8");
        relay.login().ifPresent(l -> {
            sender.setUsername(l.user());
            sender.setPassword(l.password().revealText());
        });
        Properties properties = sender.getJavaMailProperties();
        properties.setProperty("mail.smtp.auth", String.valueOf(relay.login().isPresent()));
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(relay.startTls()));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(relay.startTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        TlsPolicy tls = TlsPolicy.modern();
        properties.setProperty("mail.smtp.ssl.protocols", String.join(" ", tls.versions()));
        properties.setProperty("mail.smtp.ssl.ciphersuites", String.join(" ", tls.suites()));
        for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty("mail.smtp." + wait, String.valueOf(STEP.toMillis()));
        }
    }

    /// @throws MailException when the relay did not take it
    void deliver(Message message) throws MessagingException {
        MimeMessage mime = new SameEveryTime(message.id());
        MimeMessageHelper helper = new MimeMessageHelper(mime, true, "UTF-8");
        helper.setFrom(from);
        helper.setTo(message.recipient());
        helper.setSubject(message.subject());
        helper.setText(message.plain(), message.html());
        mime.setHeader("Auto-Submitted", "auto-generated");
        sender.send(mime);
    }

    /// A message whose Message-ID does not change between tries, so that mail programs drop a second copy.
    private static final class SameEveryTime extends MimeMessage {
        private final String id;

        SameEveryTime(String id) {
            super((jakarta.mail.Session) null);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@casemate.invalid>");
        }
    }
}
