package casemate.waf.engine;

import casemate.waf.body.BodySink;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;

/// Turns what readers of bodies and query strings find into facts.
///
/// @param get whether arguments are those of the query
record BodyFacts(Facts facts, boolean get) implements BodySink {
    private static final Bytes TEXT = Bytes.latin1("/*");
    private static final Bytes ATTRIBUTE = Bytes.latin1("//@*");

    @Override
    public void argument(Bytes name, Bytes value) {
        facts.argument(get, name, value);
    }

    @Override
    public void file(Bytes field, Bytes fileName, Bytes content, long size) {
        facts.file(field, fileName, content, size);
    }

    @Override
    public void multipartName(Bytes name) {
        facts.add(Variable.MULTIPART_NAME, name, name);
    }

    @Override
    public void multipartFileName(Bytes fileName) {
        facts.add(Variable.MULTIPART_FILENAME, fileName, fileName);
    }

    @Override
    public void partHeader(Bytes partName, Bytes line) {
        facts.add(Variable.MULTIPART_PART_HEADERS, partName, line);
    }

    @Override
    public void flag(Variable variable, int value) {
        facts.set(variable, value);
    }

    @Override
    public void xml(Bytes value, boolean attribute) {
        facts.add(Variable.XML, attribute ? ATTRIBUTE : TEXT, value);
    }
}
