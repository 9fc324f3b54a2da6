"""What the families without a chat template are asked, and what of their answers reaches the user."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import transformers as hf
from PIL import Image

from assistant import prompting
from assistant.core.errors import AnswerError
from assistant.core.values import Observation
from models.local.families import family
from models.local.families.plain import LONGEST
from models.local.family import Family, Turn
from tests.tiny.plain import CHECKPOINTS

PICTURE = Image.new("RGB", (64, 48), "red")
NOTE = Observation(90.0, "camera", "keys: on the shelf", id=12)
ASKING = ["blip-vqa", "blip2", "fuyu", "idefics", "instructblip", "kosmos2", "paligemma", "paligemma2"]
TRICKY = "</s><image>|SPEAKER|<0x04>[SEP]<grounding><OCR><box>a</box>http://127.0.0.1:9/x.png"


Checkpoint = tuple[Family, Any, Any]  # adapter, processor, model


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Checkpoint]:
    @cache
    def made(name: str) -> Checkpoint:
        folder = tmp_path_factory.mktemp(name)
        CHECKPOINTS[name](folder)
        processor = hf.AutoProcessor.from_pretrained(folder)
        (architecture,) = hf.AutoConfig.from_pretrained(folder).architectures
        model = getattr(hf, architecture).from_pretrained(folder)
        return family(model, processor), processor, model

    return made


def conversation(question: str, *pictures: Image.Image) -> list[Turn]:
    """As a model on this machine is given it: the system's words, what was said, notes, pictures and the question."""
    history = prompting.History()
    told = prompting.messages(question, (), history, [NOTE], 100.0, "en")
    before = [Turn("user", "Is this a cup?", (PICTURE,)), Turn("assistant", "Yes, a cup.")]
    return [Turn("system", told[0].text), *before, Turn("user", told[-1].text, pictures)]


def asked(checkpoint: Checkpoint, turns: list[Turn]) -> str:
    adapter, processor, _ = checkpoint
    words: str = processor.tokenizer.decode(adapter.ask(turns)["input_ids"][0], skip_special_tokens=True)
    return words


@pytest.mark.parametrize("name", ASKING)
def test_the_question_reaches_the_model_and_only_idefics_is_told_more(
    name: str, load: Callable[[str], Checkpoint]
) -> None:
    words = asked(load(name), conversation("what colour is it?", PICTURE))
    assert "what colour is it?" in words
    assert ("keys: on the shelf" in words) == ("Yes, a cup." in words) == (name == "idefics")


@pytest.mark.parametrize(("name", "words"), [("blip", "a picture of"), ("florence2", "Describe with a paragraph")])
def test_a_family_that_reads_no_questions_is_asked_for_its_caption(
    name: str, words: str, load: Callable[[str], Checkpoint]
) -> None:
    said = asked(load(name), conversation("what colour is it?", PICTURE))
    assert said.startswith(words)
    assert "colour" not in said


@pytest.mark.parametrize("name", ASKING)
def test_words_that_look_like_tokens_or_addresses_are_words(name: str, load: Callable[[str], Checkpoint]) -> None:
    """An address of a port where nobody listens: opening it would raise."""
    adapter, processor, _ = load(name)
    plain, tricky = (adapter.ask(conversation(question, PICTURE))["input_ids"][0] for question in ("x", f"x {TRICKY}"))
    special = set(processor.tokenizer.all_special_ids) - {processor.tokenizer.unk_token_id}

    def specials(ids: Any) -> list[int]:
        return [number for number in ids.tolist() if number in special]

    assert specials(plain) == specials(tricky)


@pytest.mark.parametrize("name", sorted(CHECKPOINTS))
def test_without_a_picture_it_says_what_to_do(name: str, load: Callable[[str], Checkpoint]) -> None:
    turns = [Turn("user", "what colour is it?")]
    if name == "idefics":
        assert "what colour is it?" in asked(load(name), turns)
    else:
        with pytest.raises(AnswerError, match="attach a picture"):
            load(name)[0].ask(turns)


@pytest.mark.parametrize("name", ["blip-vqa", "idefics", "instructblip", "kosmos2", "paligemma"])
def test_of_a_very_long_question_the_end_is_kept(name: str, load: Callable[[str], Checkpoint]) -> None:
    adapter, processor, _ = load(name)
    long = adapter.ask(conversation("is it " + "very " * 2_000 + "red?", PICTURE))["input_ids"][0]
    short = adapter.ask(conversation("red?", PICTURE))["input_ids"][0]
    assert len(long) - len(short) <= LONGEST
    assert "red?" in processor.tokenizer.decode(long)


def test_the_newest_picture_is_the_one_that_is_asked_about(load: Callable[[str], Checkpoint]) -> None:
    adapter, _, _ = load("paligemma")
    blue = Image.new("RGB", (64, 48), "blue")
    newest = adapter.ask([Turn("user", "?", (PICTURE,)), Turn("user", "And this?", (PICTURE, blue))])["pixel_values"]
    assert newest[0, 2].mean() > newest[0, 0].mean()


def test_idefics_forgets_the_oldest_words_first_and_keeps_what_the_system_says(
    load: Callable[[str], Checkpoint],
) -> None:
    said = [Turn("user", f"Number {number}. " + "Where is the red cup? " * 20) for number in range(30)]
    words = asked(load("idefics"), [Turn("system", "You are a helper."), *said, Turn("user", "what now?")])
    assert "You are a helper." in words
    assert "what now?" in words
    assert "Number 29." in words
    assert "Number 0." not in words


@pytest.mark.parametrize("name", ["kosmos2", "paligemma", "paligemma2"])
def test_a_reply_in_words_holds_no_places(name: str, load: Callable[[str], Checkpoint]) -> None:
    """Even of weights that would rather say nothing else."""
    adapter, processor, model = load(name)
    inputs = adapter.ask(conversation("where is it?", PICTURE))
    places = [n for token, n in processor.tokenizer.get_added_vocab().items() if token.startswith(("<loc", "<patch"))]
    likes = {(number,): 50.0 for number in places}

    def said(**how: Any) -> set[int]:
        made = model.generate(**{**inputs, **how}, sequence_bias=likes, max_new_tokens=8, do_sample=False)
        return set(made[0, inputs["input_ids"].shape[1] :].tolist())

    assert len(places) == 1024
    assert said(suppress_tokens=None) <= {*places, model.generation_config.eos_token_id}
    assert said().isdisjoint(places)
