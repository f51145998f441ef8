package casemate.control.access;

import java.time.Instant;

/// A device that was just made. Its link is in this answer and nowhere else.
///
/// @param link to be opened once, on the device
public record NewDevice(String name, String link, Instant linkUntil) {
    @Override
    public String toString() {
        return "NewDevice[" + name + "]";
    }
}
