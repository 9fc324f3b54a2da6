"""What every family of vision-language models promises, kept by a tiny random checkpoint of each.

`python -m benchmarks.families` prints the same as a table: a row a family, a column a promise.
"""

import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.values import Description
from models.local import vision
from models.local.family import Turn
from models.local.loading import load
from models.local.placing import Plan
from models.local.vision import VisionModel
from models.thinking import spoken
from tests import pictures
from tests.tiny import chat, plain

CHECKPOINTS: dict[str, Callable[[Path], None]] = {**chat.CHECKPOINTS, **plain.CHECKPOINTS}
PLAN = Plan(dtype="float32", device="cpu", form="none")
TOKENS = 8  # of a reply; random models rarely end one themselves
GO = threading.Event()  # never set

BOOK, CUP, MAP = map(pictures.cover, ("book", "cup", "map"), ((96, 64), (64, 96), (80, 80)))
SYSTEM = Turn("system", "You are Keepsight. Answer in one sentence.")
ONE = (SYSTEM, Turn("user", "Where is the red cup?", (BOOK,)))
TWO = (*ONE, Turn("assistant", "On the desk."), Turn("user", "What is on the map?", (CUP, MAP)))

Loaded = tuple[Any, Any]  # model, processor


@pytest.fixture(scope="module", params=CHECKPOINTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def loaded(name: str, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    if name == "gemma3n":
        pytest.importorskip("timm", reason="the eyes of Gemma 3n are timm's")
    folder = tmp_path_factory.mktemp(name)
    CHECKPOINTS[name](folder)
    return load(folder, PLAN)


@pytest.fixture(scope="module")
def warm(loaded: Loaded) -> VisionModel:
    """Asked by test after test, so that whatever it keeps is in the way of the next."""
    return VisionModel(*loaded)


@pytest.fixture
def cold(loaded: Loaded) -> VisionModel:
    """Never asked before."""
    return VisionModel(*loaded)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Models this small take longer to share out than to compute."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(autouse=True)
def few_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vision, "LONGEST", TOKENS)


def reply(model: VisionModel, turns: Sequence[Turn]) -> str:
    return "".join(model.answer(turns, GO))


@dataclass(frozen=True, eq=False)
class Told:
    """A reply, and the scores of all words to be its last: they tell more than the words of a random model, who likes
    few. Equal but for what the order of additions does to 32 bits."""

    text: str
    scores: Any

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Told)
        return self.text == other.text and torch.allclose(self.scores, other.scores, atol=1e-4, rtol=1e-4)


def told(model: VisionModel, turns: Sequence[Turn]) -> Told:
    made: list[Any] = []
    hook = head(model).register_forward_hook(lambda *passed: made.append(passed[2][0, -1]))
    try:
        return Told(reply(model, turns), made[-1])
    finally:
        hook.remove()


@contextmanager
def counted(thing: Any, method: str = "forward") -> Iterator[list[str]]:
    """One entry for each call."""
    made = getattr(thing, method)
    calls: list[str] = []

    @functools.wraps(made)
    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(method)
        return made(*arguments, **named)

    setattr(thing, method, call)
    try:
        yield calls
    finally:
        delattr(thing, method)


def head(model: VisionModel) -> Any:
    """What every token passes last: the layer that makes scores for all words."""
    linear = (module for module in model._model.modules() if isinstance(module, torch.nn.Linear))
    return max(linear, key=lambda module: len(module.weight))


def test_every_word_and_every_picture_it_is_shown_counts(name: str, warm: VisionModel) -> None:
    """Families that take one picture take the newest."""
    *before, asked = TWO
    said = told(warm, TWO)
    assert told(warm, [*before, Turn("user", asked.text, (CUP, BOOK))]) != said
    if name in chat.CHECKPOINTS:
        assert told(warm, [*before, Turn("user", asked.text, (BOOK, MAP))]) != said
        assert told(warm, [SYSTEM, Turn("user", ONE[1].text, (MAP,)), *before[2:], asked]) != said
        assert told(warm, [*before, Turn("user", "What is under the map?", asked.pictures)]) != said


def test_it_reads_what_its_own_processor_would_make_of_the_conversation(
    name: str, loaded: Loaded, warm: VisionModel
) -> None:
    if name in plain.CHECKPOINTS:
        pytest.skip("it has no template to compare with")
    processor = loaded[1]
    options = {"enable_thinking": False} if "enable_thinking" in processor.chat_template else {}
    made = processor.apply_chat_template(
        [{"role": turn.role, "content": parts(turn)} for turn in TWO],
        tokenize=True,
        return_dict=True,
        add_generation_prompt=True,
        **options,
    )
    assert warm._family.ask(TWO)["input_ids"].tolist() == [list(ids) for ids in made["input_ids"]]


def parts(turn: Turn) -> list[dict[str, Any]]:
    return [*({"type": "image", "image": picture} for picture in turn.pictures), {"type": "text", "text": turn.text}]


def test_a_reply_streams_in_pieces_and_is_the_same_as_a_whole(
    loaded: Loaded, cold: VisionModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = wordy(cold, monkeypatch)
    tokens = list(cold._reply(cold._family.ask(turns), vision.LONGEST, GO, keep=False))
    pieces = list(cold.answer(turns, GO))
    assert len(pieces) > 1
    assert "".join(pieces) == "".join(spoken([loaded[1].tokenizer.decode(tokens, skip_special_tokens=True)]))


def wordy(model: VisionModel, monkeypatch: pytest.MonkeyPatch) -> Sequence[Turn]:
    """What even a random model answers with more than one piece of text, and not with special tokens alone."""
    monkeypatch.setattr(vision, "LONGEST", 4 * TOKENS)
    shown = (pictures.cover(f"wordy {number}", (80, 64)) for number in range(40))
    questions = ([Turn("user", "What is it?", (picture,))] for picture in shown)
    return next(turns for turns in questions if len(list(islice(model.answer(turns, GO), 3))) > 2)


def test_a_stop_takes_effect_within_one_token(warm: VisionModel, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    with closing(warm.answer(wordy(warm, monkeypatch), stop)) as pieces:  # type: ignore[type-var]
        next(pieces)
        with counted(head(warm)) as steps:
            stop.set()
            list(pieces)
    assert len(steps) <= 1


def test_a_stop_takes_effect_while_the_prompt_is_read(loaded: Loaded, cold: VisionModel) -> None:
    stop = threading.Event()
    half = cold._blocks[len(cold._blocks) // 2]
    with_stop = half.register_forward_pre_hook(lambda *_: stop.set())
    try:
        with counted(head(cold)) as steps:
            assert list(cold.answer(TWO, stop)) == []
    finally:
        with_stop.remove()
    assert not steps
    assert reply(cold, TWO) == reply(VisionModel(*loaded), TWO)


def test_special_tokens_in_the_words_of_a_user_are_plain_words(loaded: Loaded, warm: VisionModel) -> None:
    tokenizer = loaded[1].tokenizer
    special = {*tokenizer.get_added_vocab(), *tokenizer.all_special_tokens, "<image>", "<|im_end|>", "|SPEAKER|"}
    known = set(tokenizer.convert_tokens_to_ids([token for token in special if token in tokenizer.get_vocab()]))
    known -= {tokenizer.unk_token_id}

    def made(words: str) -> list[int]:
        ids = warm._family.ask([Turn("user", words, (BOOK,))])["input_ids"][0].tolist()
        return [number for number in ids if number in known]

    for written in batched(sorted(special), 40):
        assert made("Read this: " + " ".join(written)) == made("Read this: nothing")


def batched(tokens: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (tokens[start : start + size] for start in range(0, len(tokens), size))


def test_what_was_read_ahead_changes_nothing_but_the_time(loaded: Loaded, cold: VisionModel) -> None:
    *before, asked = TWO
    cold.prepare([*before, Turn("user", "", asked.pictures)], GO)
    with read(loaded[0]) as tokens:
        said = told(cold, TWO)
    if cold._family.reuse != "no":
        assert tokens[0] < cold._family.ask(TWO)["input_ids"].shape[1] / 2
    assert said == told(VisionModel(*loaded), TWO)


@contextmanager
def read(model: Any) -> Iterator[list[int]]:
    """How many tokens each step reads."""
    lengths: list[int] = []
    hook = model.get_input_embeddings().register_forward_pre_hook(lambda _, given: lengths.append(given[0].shape[-1]))
    try:
        yield lengths
    finally:
        hook.remove()


def test_a_picture_is_encoded_once_whatever_conversation_it_turns_up_in(loaded: Loaded, cold: VisionModel) -> None:
    if cold._family.reuse == "no":
        pytest.skip("nothing of its prompts can be reused")
    reply(cold, TWO)
    with counted(loaded[0].base_model, "get_image_features") as encoded:
        reply(cold, [*TWO, Turn("assistant", "A street."), Turn("user", "And now?", (CUP, Image.new("RGB", (90, 90))))])
        reply(cold, [Turn("user", "Compare.", (MAP, BOOK))])
    assert len(encoded) == 1


def test_two_conversations_by_turns_never_mix(loaded: Loaded, warm: VisionModel) -> None:
    """Each of three turns sees the pictures and the words of its own conversation alone."""
    words = ("Where is the cup?", "And the map?", "What is next to it?")
    held: dict[str, list[Turn]] = {"mine": [SYSTEM], "yours": [SYSTEM]}
    for number, word in enumerate(words):
        for whose, shown in (("mine", (BOOK, CUP, MAP)), ("yours", (MAP, BOOK, BOOK))):
            turns = [*held[whose], Turn("user", word, shown[number : number + 1])]
            said = told(warm, turns)
            assert said == told(VisionModel(*loaded), turns)
            held[whose] = [*turns, Turn("assistant", said.text)]


def test_it_describes_a_picture_and_stops_doing_so(warm: VisionModel) -> None:
    stopped = threading.Event()
    stopped.set()
    assert isinstance(warm.describe(BOOK, GO), Description)
    assert warm.describe(MAP, stopped) == Description("", worth_keeping=False)


def test_it_points_at_a_thing_within_the_picture_or_says_that_it_cannot(warm: VisionModel) -> None:
    found = warm.locate(BOOK, "the red <image> cup", GO)
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in found)
    assert warm.grounds or not found


def test_an_error_while_it_generates_is_loud_and_the_next_question_is_answered(
    loaded: Loaded, cold: VisionModel
) -> None:
    with failing(cold, RuntimeError("a bug")), pytest.raises(RuntimeError, match="a bug"):
        reply(cold, ONE)
    assert reply(cold, ONE) == reply(VisionModel(*loaded), ONE)


def test_short_memory_says_what_to_do_and_the_next_question_is_answered(loaded: Loaded, cold: VisionModel) -> None:
    with failing(cold, torch.OutOfMemoryError("CUDA out of memory")):
        with pytest.raises(AnswerError, match="smaller"):
            reply(cold, ONE)
        with pytest.raises(SeeingError, match="smaller"):
            cold.describe(BOOK, GO)
    with failing(cold, RuntimeError("DefaultCPUAllocator: can't allocate memory")), pytest.raises(AnswerError):
        reply(cold, ONE)
    assert reply(cold, ONE) == reply(VisionModel(*loaded), ONE)


@contextmanager
def failing(model: VisionModel, error: Exception) -> Iterator[None]:
    def fail(*_: Any) -> None:
        raise error

    hook = head(model).register_forward_pre_hook(fail)
    try:
        yield
    finally:
        hook.remove()
