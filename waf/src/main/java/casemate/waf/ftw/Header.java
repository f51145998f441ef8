package casemate.waf.ftw;

/// One header line; characters stand for bytes (ISO-8859-1) once a request has been received.
record Header(String name, String value) {
    boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }
}
