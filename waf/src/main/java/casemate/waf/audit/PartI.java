package casemate.waf.audit;

import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import casemate.waf.transform.Transformations;
import java.util.Locale;

/// The request's body without uploaded files. Works on a masked record.
final class PartI {
    private static final Transformation ENCODING =
            Transformations.named("urlEncode").orElseThrow();

    private PartI() {}

    /// The body; of a multipart one, its fields as a URL-encoded form.
    static Bytes body(AuditRecord record) {
        boolean multipart = record.request().headers().stream()
                .anyMatch(h -> h.name().toLatin1().equalsIgnoreCase("Content-Type")
                        && h.value().toLatin1().toLowerCase(Locale.ROOT).startsWith("multipart/"));
        return multipart ? form(record) : record.request().body();
    }

    private static Bytes form(AuditRecord record) {
        StringBuilder form = new StringBuilder();
        for (AuditRecord.Field field : record.arguments()) {
            if (form.length() > JsonFormat.MOST_BODY) {
                break;
            }
            form.append(form.isEmpty() ? "" : "&");
            form.append(ENCODING.apply(field.name()).toLatin1());
            form.append('=').append(shown(field.value()));
        }
        return Bytes.latin1(form.toString());
    }

    /// Stars stay stars.
    private static String shown(Bytes value) {
        return ENCODING.apply(value).toLatin1().replace("%2a", "*");
    }
}
