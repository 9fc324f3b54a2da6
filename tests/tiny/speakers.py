"""Tiny voices in the layouts of sherpa-onnx: each letter sounds for 50 ms, in no language.

They take the inputs, tables and dictionaries that the true ones take, so that files, words, chunks, rates, voices and
processes can be tested; what a true one sounds like, and how long a letter lasts in it, cannot.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SECONDS = 0.05  # of each letter
TONE = 440.0  # Hz, of the VITS
SYMBOLS = "_ abcdefghijklmnopqrstuvwxyz,.!?;:"
ENGLISH = (
    "a all and another are at cat clock five forty glasses good hello how i in is keep me morning nine of on one "
    "piano quite red sight so sound seven six eight ten the then thing this three today two what word world you your "
    "zero"
)
CHINESE = "您的眼镜在钢琴上好二点"
PINYIN = "nin de yan jing zai gang qin shang hao er dian"


def kokoro(folder: Path) -> None:
    """24 kHz, two voices, of which the second is half as loud; reads English and Chinese."""
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (len(SYMBOLS), int(24_000 * SECONDS))).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["letters", "tokens"], ["spoken"]),
            helper.make_node("Reshape", ["spoken", "flat"], ["line"]),
            helper.make_node("ReduceMax", ["style"], ["loudness"], keepdims=0),
            helper.make_node("Mul", ["line", "loudness"], ["audio"]),
        ],
        "kokoro",
        [_input("tokens", TensorProto.INT64, 1, "n"), _input("style", 1, 1, 256), _input("speed", 1, 1)],
        [helper.make_tensor_value_info("audio", 1, ["m"])],
        [numpy_helper.from_array(noise, "letters"), numpy_helper.from_array(np.array([-1]), "flat")],
    )
    chinese = dict(zip(CHINESE, PINYIN.split(), strict=True))
    dress_kokoro(folder, _model(graph), [*ENGLISH.split(), *"bcdefghjklmnopqrstuvwxyz"], chinese, [1.0, 0.5])


def dress_kokoro(
    folder: Path, model: onnx.ModelProto, english: Iterable[str], chinese: Mapping[str, str], styles: Sequence[float]
) -> None:
    """All that makes a voice of a Kokoro model: words are read by their letters. styles: what fills each voice's."""
    said = {"model_type": "kokoro", "language": "multi-lang", "has_espeak": 1, "sample_rate": 24_000, "version": 2}
    names = ",".join(f"voice{number}" for number in range(len(styles)))
    said |= {"voice": "en-us", "style_dim": "510,1,256", "n_speakers": len(styles), "speaker_names": names}
    _save(folder, model, said)
    (folder / "voices.bin").write_bytes(np.repeat(np.array(styles, np.float32), 510 * 256).tobytes())
    _dictionary(folder / "lexicon-us-en.txt", {word: word for word in english})
    _dictionary(folder / "lexicon-zh.txt", chinese)


def vits(folder: Path) -> None:
    """16 kHz, one voice, a tone without a break; reads English."""
    time = np.arange(int(16_000 * SECONDS)) / 16_000
    tone = np.tile(0.3 * np.sin(2 * np.pi * TONE * time), (len(SYMBOLS), 1)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["letters", "x"], ["spoken"]),
            helper.make_node("Reshape", ["spoken", "flat"], ["y"]),
        ],
        "vits",
        [
            _input("x", TensorProto.INT64, 1, "n"),
            _input("x_length", TensorProto.INT64, 1),
            *(_input(name, 1, 1) for name in ("noise_scale", "length_scale", "noise_scale_w")),
        ],
        [helper.make_tensor_value_info("y", 1, [1, 1, "m"])],
        [numpy_helper.from_array(tone, "letters"), numpy_helper.from_array(np.array([1, 1, -1]), "flat")],
    )
    said = {"model_type": "vits", "comment": "tiny", "language": "English", "sample_rate": 16_000, "n_speakers": 1}
    _save(folder, _model(graph), said | {"add_blank": 0, "punctuation": ", . ! ?"})
    _dictionary(folder / "lexicon.txt", {word: word for word in ENGLISH.split()})


CHECKPOINTS: Mapping[str, Callable[[Path], None]] = {"kokoro": kokoro, "vits": vits}


def _input(name: str, kind: int, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def _model(graph: onnx.GraphProto) -> onnx.ModelProto:
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _save(folder: Path, model: onnx.ModelProto, said: Mapping[str, object]) -> None:
    helper.set_model_props(model, {key: str(value) for key, value in said.items()})
    onnx.save(model, folder / "model.onnx")
    (folder / "tokens.txt").write_text("".join(f"{symbol} {number}\n" for number, symbol in enumerate(SYMBOLS)))


def _dictionary(file: Path, words: Mapping[str, str]) -> None:
    lines = [f"{word} {' '.join(sounds)}\n" for word, sounds in words.items()]
    file.write_text("".join(lines), encoding="utf-8")
