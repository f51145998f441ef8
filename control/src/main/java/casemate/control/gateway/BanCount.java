package casemate.control.gateway;

/// The room that knows how many bans hold now.
public interface BanCount {
    long inForce();
}
