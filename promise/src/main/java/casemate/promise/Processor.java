package casemate.promise;

import java.util.List;

/// Somebody who handles data for the vendor.
///
/// @param regions where it does
/// @param gets what of the customers' data reaches it
public record Processor(String name, List<Region> regions, List<SharedData> gets) {
    static final int MAX_NAME_CHARS = 80;
    static final int MAX_REGIONS = 20;

    public Processor {
        regions = List.copyOf(regions);
        gets = List.copyOf(gets);
        LeafFields.line("a processor's name", name, MAX_NAME_CHARS);
        if (name.isBlank() || regions.isEmpty() || regions.size() > MAX_REGIONS || gets.isEmpty()) {
            throw Catalogue.wrong("a processor has a name, regions and what it gets");
        }
    }
}
