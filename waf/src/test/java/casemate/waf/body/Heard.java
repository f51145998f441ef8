package casemate.waf.body;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A sink that writes down what it hears, one line each, copied at once.
final class Heard implements BodySink {
    final List<String> lines = new ArrayList<>();
    /// Of arguments and XML, as they were given.
    final List<Bytes> values = new ArrayList<>();

    final Map<Variable, Integer> flags = new EnumMap<>(Variable.class);

    @Override
    public void argument(Bytes name, Bytes value) {
        lines.add(name + "=" + value);
        values.add(value);
    }

    @Override
    public void file(Bytes field, Bytes fileName, Bytes content, long size) {
        lines.add("file " + field + " " + fileName + " " + size + " " + content);
    }

    @Override
    public void multipartName(Bytes name) {
        lines.add("name " + name);
    }

    @Override
    public void multipartFileName(Bytes fileName) {
        lines.add("filename " + fileName);
    }

    @Override
    public void partHeader(Bytes partName, Bytes line) {
        lines.add("header " + partName + " " + line);
    }

    @Override
    public void flag(Variable variable, int value) {
        flags.put(variable, value);
    }

    @Override
    public void xml(Bytes value, boolean attribute) {
        lines.add((attribute ? "attribute " : "text ") + value);
        values.add(value);
    }

    /// The lines that begin so, without that beginning.
    List<String> of(String kind) {
        return lines.stream()
                .filter(l -> l.startsWith(kind + " "))
                .map(l -> l.substring(kind.length() + 1))
                .toList();
    }

    @Override
    public String toString() {
        return lines + " " + flags;
    }
}
