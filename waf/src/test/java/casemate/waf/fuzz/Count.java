package casemate.waf.fuzz;

import casemate.waf.body.BodySink;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;

/// A sink that only checks what every reader must keep to, and remembers enough to compare two readings.
final class Count implements BodySink {
    private int calls;
    private int hash;

    private void note(Object value) {
        calls++;
        hash = 31 * hash + value.hashCode();
    }

    int calls() {
        return calls;
    }

    int hash() {
        return hash;
    }

    @Override
    public void argument(Bytes name, Bytes value) {
        note(name);
        note(value);
    }

    @Override
    public void file(Bytes field, Bytes fileName, Bytes content, long size) {
        if (size < 0 || content.length() > size) {
            throw new AssertionError("a file of " + size + " bytes has " + content.length());
        }
        note(field);
        note(fileName);
        note(content);
    }

    @Override
    public void partHeader(Bytes partName, Bytes line) {
        note(partName);
        note(line);
    }

    @Override
    public void flag(Variable variable, int value) {
        note(variable.name());
        note(value);
    }

    @Override
    public void multipartFileName(Bytes name) {
        note(name);
    }

    @Override
    public void multipartName(Bytes name) {
        note(name);
    }

    @Override
    public void xml(Bytes value, boolean attribute) {
        note(value);
    }
}
