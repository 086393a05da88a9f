"""The tree is that of RFC 6962, and goes on from its frontier."""

import pytest

from shared.seals.merkle import Tree

# The vectors of the Certificate Transparency project.
LEAVES = [
    bytes.fromhex(one)
    for one in (
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
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_root_is_that_of_the_rfc_however_the_tree_was_grown(size: int) -> None:
    for first in range(size + 1):
        begun = Tree().with_leaves(LEAVES[:first])
        gone_on = Tree(begun.size, begun.frontier).with_leaves(LEAVES[first:size])

        assert (gone_on.size, gone_on.root.hex()) == (size, ROOTS[size])


def test_a_frontier_of_another_size_is_no_tree() -> None:
    with pytest.raises(ValueError, match="frontier"):
        Tree(3, Tree().with_leaves(LEAVES[:4]).frontier)


def test_a_node_does_not_pass_for_a_leaf() -> None:
    left, right = (Tree().with_leaves([one]).root for one in LEAVES[:2])

    assert Tree().with_leaves([left + right]).root != Tree().with_leaves(LEAVES[:2]).root
