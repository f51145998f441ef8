package casemate.waf.seclang;

/// One thing that is wrong in the rules, and what was expected there.
public record Problem(Place place, String message) {
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
