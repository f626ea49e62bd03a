"""The collector of cycles is paused while a document is read, and as it was afterwards."""

from __future__ import annotations

import gc

import pytest

from planextract import collection


def test_paused_inside_and_running_again_after_an_error() -> None:
    def failing() -> None:
        with collection.paused():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert gc.isenabled()


def test_a_caller_that_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collection.paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
