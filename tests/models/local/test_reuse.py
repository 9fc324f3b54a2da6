"""What is kept of prompts: as much as there is room for, the longest beginning first, and never wrongly."""

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import DynamicCache, LlamaConfig

from assistant.core.values import Frame, Message
from models.local import hosted, vision
from models.local.family import Turn
from models.local.hosted import Answer, Describe, HostedVision
from models.local.loading import load
from models.local.placing import Plan
from models.local.recent import Recent
from models.local.reuse import Prefixes, common
from models.local.vision import VisionModel
from models.process.wire import Forget
from tests import pictures
from tests.tiny.chat import CHECKPOINTS

GO = threading.Event()
CONFIG = LlamaConfig(num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, hidden_size=8)
TOKEN = 2 * 2 * 8 * 4  # bytes: keys and values, two layers, eight numbers of 32 bits


def cache_of(length: int) -> Any:
    cache = DynamicCache(config=CONFIG)
    for layer in range(2):
        states = torch.arange(length, dtype=torch.float32)[None, None, :, None].expand(1, 2, length, 4)
        cache.update(states, states, layer)
    return cache


def signature(*numbers: int) -> Any:
    return np.array(numbers, np.int64)


def test_what_two_prompts_have_in_common_ends_where_a_token_differs() -> None:
    assert common(signature(1, 2, 3), signature(1, 2, 4, 5)) == 2
    assert common(signature(1, 2, 3), signature(1, 2, 3, 4)) == 3
    assert common(signature(), signature(1)) == 0


def test_the_longest_beginning_is_used_and_what_is_kept_stays_as_it_is() -> None:
    kept = Prefixes(CONFIG, 1000 * TOKEN)
    kept.keep(np.arange(20), cache_of(20))
    kept.keep(np.concatenate([np.arange(10), np.arange(50, 60)]), cache_of(20))
    cache, length = kept.longest(np.concatenate([np.arange(15), np.arange(90, 99)]))
    assert (length, cache.get_seq_length()) == (15, 15)
    cache.update(torch.zeros(1, 2, 3, 4), torch.zeros(1, 2, 3, 4), 0)
    again, length = kept.longest(np.arange(30))
    assert length == 20
    assert torch.equal(again.layers[0].keys, cache_of(20).layers[0].keys)


def test_one_token_is_always_left_to_be_read() -> None:
    kept = Prefixes(CONFIG, 1000 * TOKEN)
    kept.keep(np.arange(20), cache_of(20))
    assert kept.longest(np.arange(20))[1] == 19


def test_what_was_not_used_for_longest_makes_room() -> None:
    kept = Prefixes(CONFIG, 50 * TOKEN)
    for start in (0, 100, 200):
        kept.keep(np.arange(start, start + 20), cache_of(20))
        kept.longest(np.arange(0, 30))
    assert [kept.longest(np.arange(start, start + 30))[1] for start in (0, 100, 200)] == [20, 0, 20]


def test_a_beginning_of_what_is_kept_is_not_kept_twice() -> None:
    kept = Prefixes(CONFIG, 50 * TOKEN)
    for length in (20, 30, 40):
        kept.keep(np.arange(length), cache_of(length))
    assert kept.longest(np.arange(50))[1] == 40


def test_what_is_larger_than_all_room_is_not_kept() -> None:
    held: Recent[str, str] = Recent(10)
    held.put("small", "a", 8)
    held.put("large", "b", 11)
    assert (held.get("large"), held.bytes) == (None, 0)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """Gemma 3 with a window of 24 tokens in every other layer, less than any prompt has."""
    folder: Path = tmp_path_factory.mktemp("gemma3")
    CHECKPOINTS["gemma3"](folder)
    config = json.loads((folder / "config.json").read_text())
    config["text_config"]["sliding_window"] = 24
    (folder / "config.json").write_text(json.dumps(config))
    return load(folder, Plan(dtype="float32", device="cpu", form="none"))


def test_a_window_that_is_full_is_not_cut_and_still_saves_the_reading(
    narrow: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vision, "LONGEST", 8)
    model = VisionModel(*narrow)
    turns = [Turn("system", "You are Keepsight, who answers in one sentence."), Turn("user", "")]
    for word in ("Where is the red cup?", "And the blue book?", "What is next to it on the desk?"):
        turns = [*turns[:-1], Turn("user", word, (pictures.cover(word, (64, 64)),))]
        model.prepare([*turns[:-1], Turn("user", "", turns[-1].pictures)], GO)
        length = len(model._family.ask(turns)["signature"])
        said = "".join(model.answer(turns, GO))
        assert said == "".join(VisionModel(*narrow).answer(turns, GO))
        assert model._prefixes.longest(model._family.ask(turns)["signature"])[1] > length / 2
        turns = [*turns, Turn("assistant", said), Turn("user", "")]


def test_after_forgetting_nothing_is_kept_and_the_next_answer_is_as_good(narrow: tuple[Any, Any]) -> None:
    model = VisionModel(*narrow)
    asked, album = HostedVision(model), model._family._album  # type: ignore[attr-defined]
    frame = Frame(pictures.encode(pictures.page("Canary")), 0.0, "camera")
    question = Answer((Message("user", "Where is the canary?", (frame,)),))
    first = list(asked.handle(question, GO))
    list(asked.handle(Describe(frame.jpeg), GO))
    assert all((len(model._prefixes._kept), len(album), hosted._decoded.cache_info().currsize))
    assert list(asked.handle(Forget(), GO)) == []
    assert (len(model._prefixes._kept), len(album), hosted._decoded.cache_info().currsize) == (0, 0, 0)
    assert list(asked.handle(question, GO)) == first
