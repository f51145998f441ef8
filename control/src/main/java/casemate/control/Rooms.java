package casemate.control;

import casemate.control.account.AccountRoom;
import casemate.control.audit.AuditRoom;
import casemate.control.mail.MailRoom;
import casemate.control.signin.SigninRoom;
import casemate.control.web.WebRoom;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The table of contents: every room, and nothing that finds itself.
@Configuration(proxyBeanMethods = false)
@Import({Foundation.class, WebRoom.class, AuditRoom.class, MailRoom.class, AccountRoom.class, SigninRoom.class})
class Rooms {}
