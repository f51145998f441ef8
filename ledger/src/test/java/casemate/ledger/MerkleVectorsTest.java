package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The vectors of RFC 6962's reference implementation (certificate-transparency, merkle_tree_test): eight leaves, their
/// roots at each size, and proofs.
class MerkleVectorsTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void roots_are_those_of_the_reference_implementation() {
        Edge edge = Edge.empty();
        assertThat(edge.root()).isEqualTo(hash(ROOTS.getFirst()));
        for (int size = 1; size <= LEAVES.size(); size++) {
            append(edge, size - 1);
            assertThat(edge.root()).isEqualTo(hash(ROOTS.get(size)));
            assertThat(tree().root(size)).isEqualTo(hash(ROOTS.get(size)));
        }
    }

    @Test
    void inclusion_paths_are_those_of_the_reference_implementation() {
        assertThat(tree().inclusion(0, 1).path()).isEmpty();
        path(
                tree().inclusion(0, 8).path(),
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        path(
                tree().inclusion(5, 8).path(),
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        path(tree().inclusion(2, 3).path(), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        path(
                tree().inclusion(1, 5).path(),
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void consistency_paths_are_those_of_the_reference_implementation() {
        assertThat(tree().consistency(1, 1).path()).isEmpty();
        path(
                tree().consistency(1, 8).path(),
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        path(
                tree().consistency(6, 8).path(),
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        path(
                tree().consistency(2, 5).path(),
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void a_proof_holds_for_its_own_place_and_no_other() {
        for (int size = 1; size <= 8; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = tree().inclusion(index, size);
                Hash leaf = tree().leaf(index);
                assertThat(proof.proves(leaf, hash(ROOTS.get(size)))).isTrue();
                for (int other = 0; other <= size + 1; other++) {
                    boolean same = other == index;
                    assertThat(new InclusionProof(other, size, proof.path()).proves(leaf, hash(ROOTS.get(size))))
                            .isEqualTo(same);
                }
                assertThat(proof.proves(leaf, hash(ROOTS.get(size - 1)))).isFalse();
            }
        }
    }

    @Test
    void a_consistency_proof_holds_for_its_own_sizes_and_no_others() {
        for (int to = 1; to <= 8; to++) {
            for (int from = 0; from <= to; from++) {
                ConsistencyProof proof = tree().consistency(from, to);
                for (int a = 0; a <= to; a++) {
                    assertThat(new ConsistencyProof(a, to, proof.path())
                                    .proves(hash(ROOTS.get(from)), hash(ROOTS.get(to))))
                            .as("%s to %s read as from %s", from, to, a)
                            .isEqualTo(a == from);
                }
                // Every tree continues the empty one.
                assertThat(proof.proves(hash(ROOTS.get(from)), hash(ROOTS.get(to == 8 ? 7 : to + 1))))
                        .isEqualTo(from == 0);
            }
        }
    }

    private static Tree tree() {
        return new Tree((level, index, width) -> {
            byte[] tile = new byte[LEAVES.size() * Hash.BYTES];
            for (int i = 0; i < LEAVES.size(); i++) {
                System.arraycopy(Hash.ofLeaf(leaf(i)).bytes(), 0, tile, i * Hash.BYTES, Hash.BYTES);
            }
            return tile;
        });
    }

    private static void append(Edge edge, int index) {
        edge.append(Hash.ofLeaf(leaf(index)).bytes(), leaf(index));
    }

    private static byte[] leaf(int index) {
        return HexFormat.of().parseHex(LEAVES.get(index));
    }

    private static Hash hash(String hex) {
        return Hash.of(HexFormat.of().parseHex(hex));
    }

    private static void path(List<Hash> path, String... hex) {
        assertThat(path)
                .containsExactlyElementsOf(java.util.Arrays.stream(hex)
                        .map(MerkleVectorsTest::hash)
                        .toList());
    }
}
