from __future__ import annotations

from hashlib import sha256

import pytest

from audit.errors import AuditError
from audit.merkle import Frontier, consistency_proof, inclusion_proof, leaf_hash, node_hash, root_over
from audit.verifier.merkle import Tree, continues, holds

# The eight leaves and the roots over the first one to eight of them that implementations of RFC 6962 test with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# (leaf, size, path) and (old, new, path) as the same implementations give them.
PATHS = [
    (0, 8, "96a296d2 5f083f0a 6b47aaf2"),
    (5, 8, "bc1a0643 ca854ea1 d37ee418"),
    (2, 3, "fac54203"),
    (1, 5, "6e340b9c 5f083f0a bc1a0643"),
]
GROWTHS = [
    (1, 8, "96a296d2 5f083f0a 6b47aaf2"),
    (6, 8, "0ebc5d34 ca854ea1 d37ee418"),
    (2, 5, "5f083f0a bc1a0643"),
]
SIZES = range(1, 65)


def records(count: int) -> list[bytes]:
    return [sha256(str(number).encode()).digest() for number in range(count)]


def definition(leaves: list[bytes]) -> bytes:
    """The tree hash as RFC 6962 writes it down, halves and all."""
    if len(leaves) < 2:
        return sha256(b"\x00" + leaves[0]).digest() if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + definition(leaves[:split]) + definition(leaves[split:])).digest()


def reading(leaves: list[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


def inclusion(leaves: list[bytes], index: int, size: int) -> list[bytes]:
    return inclusion_proof(index, size, lambda low, high: root_over(leaves[low:high]))


def consistency(leaves: list[bytes], old: int, new: int) -> list[bytes]:
    return consistency_proof(old, new, lambda low, high: root_over(leaves[low:high]))


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, 1)))
def test_both_sides_give_the_roots_that_certificate_logs_are_tested_with(size: int, root: str) -> None:
    assert root_over(LEAVES[:size]).hex() == root
    assert reading(LEAVES[:size]).root().hex() == root


def test_a_tree_without_leaves_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == Tree().root() == sha256(b"").digest()


@pytest.mark.parametrize(("index", "size", "path"), PATHS)
def test_paths_are_those_that_certificate_logs_are_tested_with(index: int, size: int, path: str) -> None:
    proof = inclusion(LEAVES, index, size)
    assert [node.hex()[:8] for node in proof] == path.split()
    assert holds(LEAVES[index], index, size, proof, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("old", "new", "path"), GROWTHS)
def test_growths_are_those_that_certificate_logs_are_tested_with(old: int, new: int, path: str) -> None:
    proof = consistency(LEAVES, old, new)
    assert [node.hex()[:8] for node in proof] == path.split()
    assert continues(old, bytes.fromhex(ROOTS[old - 1]), new, bytes.fromhex(ROOTS[new - 1]), proof)


@pytest.mark.parametrize("size", SIZES)
def test_writer_reader_and_definition_give_one_root(size: int) -> None:
    leaves = records(size)
    assert root_over(leaves) == reading(leaves).root() == definition(leaves)


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proved_in_every_tree_and_nowhere_else(size: int) -> None:
    leaves = records(size)
    root = definition(leaves)
    for index in range(size):
        proof = inclusion(leaves, index, size)
        assert holds(leaves[index], index, size, proof, root)
        assert not holds(leaves[index], index + 1, size, proof, root)
        assert not holds(sha256(b"other").digest(), index, size, proof, root)
        assert not holds(leaves[index], index, size, [*proof, root], root)
        assert not proof or not holds(leaves[index], index, size, proof[:-1], root)


@pytest.mark.parametrize("new", SIZES)
def test_every_tree_is_proved_to_begin_every_later_one(new: int) -> None:
    leaves = records(new)
    root = definition(leaves)
    for old in range(1, new + 1):
        proof, old_root = consistency(leaves, old, new), definition(leaves[:old])
        assert continues(old, old_root, new, root, proof)
        assert not continues(old, sha256(b"other").digest(), new, root, proof)
        assert not continues(old, old_root, new, sha256(b"other").digest(), proof)
        assert not continues(old, old_root, new, root, [*proof, root])
        assert not proof or not continues(old, old_root, new, root, proof[:-1])


def test_no_bit_of_a_proof_can_be_changed() -> None:
    leaves = records(11)
    root, proof = definition(leaves), inclusion(leaves, 6, 11)
    growth, old_root = consistency(leaves, 6, 11), definition(leaves[:6])
    for position, node in enumerate(proof):
        bad = [*proof[:position], bytes([node[0] ^ 1]) + node[1:], *proof[position + 1 :]]
        assert not holds(leaves[6], 6, 11, bad, root)
    for position, node in enumerate(growth):
        bad = [*growth[:position], bytes([node[0] ^ 1]) + node[1:], *growth[position + 1 :]]
        assert not continues(6, old_root, 11, root, bad)


@pytest.mark.parametrize("size", SIZES)
def test_the_peaks_are_few_and_survive_being_written_down(size: int) -> None:
    frontier, tree = Frontier(), reading(records(size))
    for leaf in records(size):
        frontier = Frontier.parse(frontier.size, frontier.text()).append(leaf)
    assert len(frontier.peaks) == size.bit_count()
    assert frontier.text() == tree.peaks()
    assert frontier.root() == tree.root()


@pytest.mark.parametrize(("size", "text"), [(1, ""), (0, "00" * 32), (3, "00" * 32), (1, "00" * 31), (1, "x" * 64)])
def test_peaks_of_another_size_are_refused(size: int, text: str) -> None:
    with pytest.raises(AuditError) as refused:
        Frontier.parse(size, text)
    assert refused.value.code == "ledger.bad-frontier"


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_in_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(AuditError) as refused:
        inclusion(records(3), index, size)
    assert refused.value.code == "proof.no-such-leaf"
    assert not holds(records(3)[0], index, size, [], definition(records(3)))


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 2)])
def test_a_tree_that_is_not_the_earlier_one_has_no_proof(old: int, new: int) -> None:
    with pytest.raises(AuditError) as refused:
        consistency(records(4), old, new)
    assert refused.value.code == "proof.no-such-size"
    assert not continues(old, b"", new, b"", [])


def test_a_leaf_can_never_be_taken_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
