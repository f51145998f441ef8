package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TilePathTest {
    @Test
    void paths_are_those_of_the_specification() {
        assertThat(TilePath.hashes(0, 1_234_067, 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(TilePath.hashes(2, 0, 1)).isEqualTo("tile/2/000.p/1");
        assertThat(TilePath.entries(1_000, 112)).isEqualTo("tile/entries/x001/000.p/112");
        assertThat(TilePath.entries(999, 256)).isEqualTo("tile/entries/999");
        assertThat(TilePath.hashes(1, 1_000_000, 256)).isEqualTo("tile/1/x001/x000/000");
    }

    @Test
    void a_tree_of_70000_has_the_tiles_that_the_specification_lists() {
        assertThat(TilePath.width(0, 272, 70_000)).isEqualTo(256);
        assertThat(TilePath.width(0, 273, 70_000)).isEqualTo(112);
        assertThat(TilePath.width(0, 274, 70_000)).isZero();
        assertThat(TilePath.width(1, 0, 70_000)).isEqualTo(256);
        assertThat(TilePath.width(1, 1, 70_000)).isEqualTo(17);
        assertThat(TilePath.width(2, 0, 70_000)).isEqualTo(1);
        assertThat(TilePath.width(3, 0, 70_000)).isZero();
    }
}
