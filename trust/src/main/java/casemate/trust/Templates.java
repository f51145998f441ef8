package casemate.trust;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

/// The templates, compiled with the module.
final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName());

    byte[] index(IndexView view) {
        return render("index.jte", view);
    }

    byte[] promise(PromisePage view) {
        return render("promise.jte", view);
    }

    byte[] ledger(LedgerView view) {
        return render("ledger.jte", view);
    }

    byte[] blind(BlindView view) {
        return render("blind.jte", view);
    }

    private byte[] render(String template, Object view) {
        Utf8ByteOutput out = new Utf8ByteOutput();
        engine.render(template, view, out);
        return out.toByteArray();
    }
}
