"""Embedders and detectors, on tiny checkpoints: shapes, lengths, geometry. Random weights know nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assistant.core.errors import ModelError, SeeingError
from assistant.core.values import Box

pytest.importorskip("transformers", reason="needs requirements-models.txt")

import threading

import torch

from models.local.detecting import Detector, open_detector
from models.local.embedding import Embedding, EmbedPictures, EmbedWords, open_embedding
from models.local.hosted import Locate
from tests.pictures import desk, encode
from tests.tiny.towers import DETECTORS, EMBEDDERS

Folder = Callable[[Callable[[Path], None]], Path]


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedding(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedding:
    folder = tmp_path_factory.mktemp(request.param)
    EMBEDDERS[request.param](folder)
    return open_embedding(folder)


@pytest.fixture(scope="module", params=DETECTORS)
def detector(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Detector:
    folder = tmp_path_factory.mktemp(request.param)
    DETECTORS[request.param](folder)
    return open_detector(folder)


def handled(part: Any, request: object) -> Any:
    (answer,) = part.handle(request, threading.Event())
    return answer


def test_words_and_pictures_become_unit_vectors_of_one_space(embedding: Embedding) -> None:
    words = handled(embedding, EmbedWords(("a red bag", "", "a very long sentence " * 100)))
    pictures = handled(embedding, EmbedPictures((encode(desk()), encode(desk("tall", (90, 400))))))
    assert (words.dtype, pictures.dtype) == (np.float32, np.float32)
    assert words.shape[1] == pictures.shape[1]
    assert np.linalg.norm(words, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert np.linalg.norm(pictures, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_vector_is_the_same_alone_and_among_others(embedding: Embedding) -> None:
    alone = embedding.words(["a red bag"])[0]
    assert embedding.words(["the cup", "a red bag", "a longer sentence than that"])[1] == pytest.approx(alone, abs=1e-4)
    red, blue = (Image.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    both = embedding.pictures([blue, red])
    assert both[1] == pytest.approx(embedding.pictures([red])[0], abs=1e-4)
    assert both[0] @ both[1] < 0.999


def test_a_broken_picture_is_an_expected_error(embedding: Embedding, detector: Detector) -> None:
    with pytest.raises(SeeingError):
        handled(embedding, EmbedPictures((b"\xff\xd8 no picture",)))
    with pytest.raises(SeeingError):
        handled(detector, Locate(b"\xff\xd8 no picture", "cup"))


def test_boxes_are_within_the_picture_and_best_first(detector: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.local.detecting.OWL_SCORE", 0.0)
    monkeypatch.setattr("models.local.detecting.DINO_SCORE", 0.0)
    for phrase in ("red cup", "", "my very old glasses. " * 60):
        boxes = handled(detector, Locate(encode(desk("wide", (320, 120))), phrase))
        assert [box.score for box in boxes] == sorted((box.score for box in boxes), reverse=True)
        for box in boxes:
            assert 0 <= box.left < box.right <= 1
            assert 0 <= box.top < box.bottom <= 1


def found(detector: Detector, centre: tuple[float, float, float, float], sure: float) -> list[Box]:
    """What becomes of one box as the model itself writes it (centre, width and height, of what it was shown)."""
    inputs = detector._processor(images=Image.new("RGB", (640, 360)), text=["cup."], return_tensors="pt")
    with torch.no_grad():
        output = detector._model(**inputs)
    output.pred_boxes[:] = torch.tensor(centre)
    output.logits[:] = -20.0
    output.logits[0, 3, 0] = torch.logit(torch.tensor(sure))
    return detector.boxes(output, (640, 360), "cup")


def test_a_box_is_of_the_frame_that_was_sent_not_of_what_the_model_was_shown(detector: Detector) -> None:
    """The cup is at 160..320 x 90..270 of 640 x 360. OWLv2 was shown a square of 640, Grounding DINO the frame."""
    owl = (240 / 640, 180 / 640, 160 / 640, 180 / 640)
    dino = (240 / 640, 180 / 360, 160 / 640, 180 / 360)
    (box,) = found(detector, dino if "Dino" in type(detector._model).__name__ else owl, 0.9)
    assert box.label == "cup"
    assert box.score == pytest.approx(0.9, abs=1e-3)
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((0.25, 0.25, 0.5, 0.75), abs=1e-3)


def test_a_box_that_is_not_sure_enough_is_no_sighting(detector: Detector) -> None:
    assert found(detector, (0.5, 0.2, 0.2, 0.2), 0.15) == []


def test_a_folder_that_holds_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    for opened in (open_embedding, open_detector):
        with pytest.raises(ModelError):
            opened(tmp_path)
