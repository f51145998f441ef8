package casemate.waf.state;

class MemoryCollectionStoreTest extends CollectionStoreContract {
    @Override
    CollectionStore store() {
        return new MemoryCollectionStore();
    }

    @Override
    CollectionStore store(int mostRecords) {
        return new MemoryCollectionStore(mostRecords);
    }
}
