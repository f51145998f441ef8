package casemate.control.instance;

/// What can be asked of an instance that is there.
enum InstanceWish {
    START,
    STOP,
    SUSPEND,
    RESUME,
    ERASE
}
