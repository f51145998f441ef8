package casemate.promise;

import casemate.base.Json;
import java.util.regex.Pattern;

/// Who makes the promises, as shown to the public.
///
/// @param contact an e-mail address for questions of security and privacy
/// @param url where the vendor publishes its policy
public record Vendor(String name, String contact, String url) {
    /// Good enough to tell an address from a slip; whether mail arrives is another question.
    static final Pattern EMAIL = Pattern.compile("[^@\\s<>,;]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    static final Pattern URL = Pattern.compile("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?");

    private static final int MAX_CHARS = 200;

    public Vendor {
        if (name.isBlank()
                || !EMAIL.matcher(contact).matches()
                || !URL.matcher(url).matches()) {
            throw LeafFields.refusal("a vendor has a name, an e-mail address as contact, and an https:// url");
        }
        LeafFields.line("the vendor's name", name, MAX_CHARS);
        LeafFields.line("the vendor's contact", contact, MAX_CHARS);
        LeafFields.line("the vendor's url", url, MAX_CHARS);
    }

    Json.Obj json() {
        return Json.object()
                .put("name", name)
                .put("contact", contact)
                .put("url", url)
                .build();
    }

    static Vendor read(Json.Obj o) {
        o.only("name", "contact", "url");
        return new Vendor(o.text("name"), o.text("contact"), o.text("url"));
    }
}
