"""Short texts in one piece of memory are told from each other as Python tells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govrules.formats.stretches import installed

pytestmark = pytest.mark.skipif(not installed("numpy"), reason="numpy is not installed")

parts = st.sampled_from([b"a", b"b", b"ab", b"1234567", b"12345678", b"123456789", b"\xff", b"\0"])
texts = st.lists(parts, max_size=7).map(b"".join)


@given(st.lists(st.lists(texts, min_size=1), min_size=1, max_size=4))
def test_equal_texts_have_one_number_and_different_ones_have_others(blocks: list[list[bytes]]) -> None:
    import numpy as np

    from govrules.formats import byte_texts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_texts, "_ROOM", 2)
        patch.setattr(byte_texts, "_FEWEST_SLOTS", 1)
        known = byte_texts.Interned(1000)
        for block in blocks:
            content = byte_texts.Content(b"x".join(block))
            ends = np.cumsum([len(each) + 1 for each in block]) - 1
            starts = ends - [len(each) for each in block]
            assert content.slices(starts, ends) == block
            changes = [number for number, each in enumerate(block) if not number or block[number - 1] != each]
            assert content.changes(starts, ends).tolist() == changes
            codes = known.codes(content, starts, ends)
            assert codes is not None
            assert [known.texts[code] for code in codes.tolist()] == block
            assert len(set(known.texts)) == len(known.texts)


@given(st.lists(texts, min_size=1), texts)
def test_a_literal_is_found_where_it_stands(block: list[bytes], literal: bytes) -> None:
    import numpy as np

    from govrules.formats.byte_texts import Content

    whole = literal.join(block)
    places = np.arange(len(whole) + 1)
    found = Content(whole).holds(places, literal).tolist()
    # Behind the content stand bytes that are 0.
    padded = whole + bytes(len(literal))
    assert found == [padded.startswith(literal, place) for place in range(len(whole) + 1)]


@pytest.mark.parametrize("place", [0, 7, 8, 12, 20, 28, 36])
def test_texts_that_differ_in_a_few_places_are_told_in_one_go(place: int) -> None:
    import numpy as np

    from govrules.formats.byte_texts import Content, Interned

    texts = [b"x" * place + b"%04d" % number + b"y" * (36 - place) for number in range(4000)]
    ends = np.cumsum(np.full(len(texts), 40))
    found = Interned(4000).codes(Content(b"".join(texts)), ends - 40, ends)
    assert found is not None
    assert found.tolist() == list(range(4000))
