package casemate.promise;

import casemate.base.Json;

/// A figure that names who handles data: a small mapping in a policy.
record ProcessorKind() implements FigureKind {
    @Override
    public String expected() {
        return "a mapping of name, regions and gets";
    }

    @Override
    public Json json(Object value) {
        Processor p = (Processor) value;
        return Json.object()
                .put("name", p.name())
                .put("regions", Json.array(p.regions(), r -> Json.of(r.code())))
                .put("gets", Json.array(p.gets(), g -> Json.of(g.key())))
                .build();
    }

    @Override
    public String say(Object value, Language language) {
        Processor p = (Processor) value;
        String where = new ListKind(new ScalarKind.OfRegion()).say(p.regions(), language);
        String what = new ListKind(new ScalarKind.OfWord(SharedData.class)).say(p.gets(), language);
        String colon = language == Language.FR ? " : " : ": ";
        return p.name() + " (" + where + colon + what + ")";
    }
}
