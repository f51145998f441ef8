package casemate.waf.seclang;

/// Where something stands in the rules: what every refusal and every match points to.
///
/// @param line from 1
/// @param column from 1
public record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
