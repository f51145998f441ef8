package casemate.control.issuer;

import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.control.instance.SignOnPart;
import casemate.wire.EndedPasses;
import java.time.Instant;

/// What edges and hosts are told about the sign-on.
final class PassWord implements SignOnPart {
    private final PassTable table;
    private final IssuerKeys keys;

    PassWord(PassTable table, IssuerKeys keys) {
        this.table = table;
        this.keys = keys;
    }

    @Override
    public Secret identityKey(InstanceId instance) {
        return keys.identity(instance);
    }

    @Override
    public EndedPasses ended(Instant issued) {
        return table.ended(issued);
    }
}
