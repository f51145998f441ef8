package casemate.control.crypto;

import java.util.List;

/// A room's word about the cryptography that it uses now.
@FunctionalInterface
public interface AssetSource {
    List<Asset> assets();
}
