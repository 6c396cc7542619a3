"""What changed between two texts: the pieces are the texts, equal ones are equal, and nothing takes long."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from services.text_changes import MOST_WORDS, Piece, text_changes

TEXTS = st.lists(st.sampled_from(["win", "two", "projects,", "in", "the", "north", " ", "\n", "é"]), max_size=30).map(" ".join) | st.text()


def test_words_that_differ_stand_between_those_that_are_equal() -> None:
    assert text_changes("win two projects", "win three projects  now") == [
        Piece("win ", "win ", is_equal=True),
        Piece("two ", "three ", is_equal=False),
        Piece("projects", "projects  ", is_equal=True),
        Piece("", "now", is_equal=False),
    ]


@given(TEXTS, TEXTS)
def test_the_pieces_put_together_are_the_texts(left: str, right: str) -> None:
    pieces = text_changes(left, right)
    assert "".join(piece.left for piece in pieces) == left
    assert "".join(piece.right for piece in pieces) == right
    for piece in pieces:
        assert (piece.left.split() == piece.right.split()) or not piece.is_equal
    if left.split() == right.split():
        assert all(piece.is_equal or not (piece.left + piece.right).strip() for piece in pieces)


def test_very_long_texts_are_told_apart_at_their_ends_alone() -> None:
    words = [str(number) for number in range(MOST_WORDS + 10)]
    started = time.perf_counter()
    pieces = text_changes(" ".join(["same", *words, "end"]), " ".join(["same", *reversed(words), "end"]))
    assert [piece.is_equal for piece in pieces] == [True, False, True]
    assert (pieces[0].left, pieces[-1].right) == ("same ", "end")
    assert time.perf_counter() - started < 2
