package casemate.waf.body;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A sink that keeps the values of each variable under its SecLang name.
final class Told implements BodySink {
    final Map<String, List<String>> values = new TreeMap<>();

    void add(String variable, Bytes value) {
        values.computeIfAbsent(variable, _ -> new ArrayList<>()).add(value.toLatin1());
    }

    @Override
    public void argument(Bytes name, Bytes value) {
        add("ARGS_NAMES", name);
        add("ARGS", value);
    }

    @Override
    public void file(Bytes field, Bytes fileName, Bytes content, long size) {
        add("FILES_NAMES", field);
        add("FILES", fileName);
    }

    @Override
    public void multipartName(Bytes name) {
        add("MULTIPART_NAME", name);
    }

    @Override
    public void multipartFileName(Bytes fileName) {
        add("MULTIPART_FILENAME", fileName);
    }

    @Override
    public void partHeader(Bytes partName, Bytes line) {
        add("MULTIPART_PART_HEADERS", line);
    }

    @Override
    public void flag(Variable variable, int value) {
        values.put(variable.name(), List.of(Integer.toString(value)));
    }

    @Override
    public void xml(Bytes value, boolean attribute) {
        add(attribute ? "XML://@*" : "XML:/*", value);
    }
}
