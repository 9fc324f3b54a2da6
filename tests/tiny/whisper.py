"""Whispers made on the spot, in the format of CTranslate2: true in form and, where wanted, in size; never trained.

What one says does not depend on what it hears. The random one babbles; the scripted one says a sentence of the test's
choice, as surely as the test wants, so that what is done with a model's words can be told from what a model knows.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

CORPUS = (
    "where is my red notebook? remember that my glasses are on the piano, thank you for watching",
    "what does this say and what did I just show you - so ' so - not ' not",  # as in Whisper's, " -" is one token
    "我的眼鏡在哪裡？頭髮、電視機、謝謝觀看。我的眼镜在哪里？头发、电视机、谢谢观看。",
)
SPECIAL = (
    "<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in _LANGUAGE_CODES), "<|translate|>",
    "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
)  # fmt: skip
TIMES = tuple(f"<|{step * 0.02:.2f}|>" for step in range(1501))
BLOCK = 1 << 20  # random numbers that all weights are cut from: a billion would take a minute


@dataclass(frozen=True, slots=True)
class Shape:
    """width: of a layer; words: how many tokens stand for text; mels: bands of the spectrogram."""

    width: int
    heads: int
    encoder: int
    decoder: int
    words: int = 600
    mels: int = 80


TINY = Shape(64, 2, 1, 1)
# OpenAI's own.
TRUE = {
    "tiny": Shape(384, 6, 4, 4, 50_257),
    "base": Shape(512, 8, 6, 6, 50_257),
    "small": Shape(768, 12, 12, 12, 50_257),
    "large-v3-turbo": Shape(1280, 20, 32, 4, 50_257, 128),
}


@dataclass(frozen=True, slots=True)
class Script:
    """says: the words; "" for none. sharpness: how many nats the next word is above any other, about.

    languages: those it takes the sound for, likeliest first. silence: whether it takes the sound for silence.
    length: so many tokens of anything, instead of words.
    """

    says: str = ""
    sharpness: float = 20.0
    languages: tuple[str, ...] = ("en",)
    silence: bool = False
    length: int = 0


def build(folder: Path, script: Script | None = None, shape: Shape = TINY, *, english: bool = False) -> Path:
    """The folder, with what faster-whisper expects in it. Without a script it babbles."""
    tokenizer = _tokenizer(shape.words)
    vocabulary = [token for token, _ in sorted(tokenizer.get_vocab().items(), key=lambda pair: pair[1])]
    if english:  # CTranslate2 takes a model for multilingual where its vocabulary has an empty token
        vocabulary[vocabulary.index("")] = "<|unused|>"
    spec = WhisperSpec(shape.encoder, shape.heads, shape.decoder, shape.heads)
    random = _Random(shape.width)
    _fill_encoder(spec.encoder, shape, random)
    _fill_decoder(spec.decoder, shape, random, len(vocabulary))
    if script:
        _write(spec.decoder, script, tokenizer, shape, last=1 if english else 3)
    spec.register_vocabulary(vocabulary)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], [tokenizer.token_to_id("<|endoftext|>")]
    spec.config.lang_ids = [tokenizer.token_to_id(f"<|{code}|>") for code in _LANGUAGE_CODES]
    spec.config.alignment_heads = [[0, 0]]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": shape.mels}))
    return folder


def _tokenizer(words: int) -> Tokenizer:
    """Byte-level, as Whisper's own: text, an empty token, special tokens, times."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    made.train_from_iterator(
        CORPUS * 3, trainers.BpeTrainer(vocab_size=590, initial_alphabet=alphabet, show_progress=False)
    )
    kept = json.loads(made.to_str())["model"]
    vocabulary = {**kept["vocab"]}
    for spare in range(len(vocabulary), words - 1):
        vocabulary[f"<spare {spare}>"] = spare
    vocabulary[""] = words - 1
    whole = Tokenizer(models.BPE(vocabulary, [tuple(pair) for pair in kept["merges"]]))
    whole.pre_tokenizer, whole.decoder = made.pre_tokenizer, decoders.ByteLevel()
    whole.add_special_tokens([*SPECIAL, *TIMES])
    return whole


class _Random:
    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        self._block = self._dice.standard_normal(BLOCK).astype(np.float32) * np.float32(0.02)

    def __call__(self, *shape: int) -> NDArray[np.float32]:
        begin = int(self._dice.integers(BLOCK))
        return np.resize(np.roll(self._block, begin), shape)


def _linear(spec: Any, out: int, into: int, random: _Random) -> None:
    spec.weight, spec.bias = random(out, into), np.zeros(out, np.float32)


def _norm(spec: Any, width: int) -> None:
    spec.gamma, spec.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _attention(spec: Any, width: int, random: _Random, parts: Sequence[int]) -> None:
    for linear, times in zip(spec.linear, parts, strict=True):
        _linear(linear, times * width, width, random)
    _norm(spec.layer_norm, width)


def _feed_forward(spec: Any, width: int, random: _Random) -> None:
    _linear(spec.linear_0, 4 * width, width, random)
    _linear(spec.linear_1, width, 4 * width, random)
    _norm(spec.layer_norm, width)


def _fill_encoder(spec: Any, shape: Shape, random: _Random) -> None:
    width = shape.width
    for conv, into in ((spec.conv1, shape.mels), (spec.conv2, width)):
        conv.weight, conv.bias = random(width, into, 3), np.zeros(width, np.float32)
    spec.position_encodings.encodings = random(1500, width)
    _norm(spec.layer_norm, width)
    for layer in spec.layer:
        _attention(layer.self_attention, width, random, (3, 1))
        _feed_forward(layer.ffn, width, random)


def _fill_decoder(spec: Any, shape: Shape, random: _Random, vocabulary: int) -> None:
    width = shape.width
    spec.embeddings.weight = random(vocabulary, width)
    spec.position_encodings.encodings = random(448, width)
    spec.projection.weight = random(vocabulary, width)
    spec.projection.weight[-len(TIMES) :] = 0  # it was told to say none
    _norm(spec.layer_norm, width)
    for layer in spec.layer:
        _attention(layer.self_attention, width, random, (3, 1))
        _attention(layer.attention, width, random, (1, 2, 1))
        _feed_forward(layer.ffn, width, random)


def _write(spec: Any, script: Script, tokenizer: Tokenizer, shape: Shape, last: int) -> None:
    """Each position's encoding outweighs everything else that reaches the output, and points at the word to be said.

    `last` is the position of the prompt's last token: of that comes the first word.
    """
    end = tokenizer.token_to_id("<|endoftext|>")
    said = [*_tokens(script, tokenizer), end]
    spec.position_encodings.encodings *= np.float32(0)
    spec.projection.weight *= np.float32(0.01)
    at = {last + place: {token: 1.0} for place, token in enumerate(said)}
    at[0] = {tokenizer.token_to_id(f"<|{code}|>"): 1 - rank / 10 for rank, code in enumerate(script.languages)}
    if script.silence:
        at[0][tokenizer.token_to_id("<|nospeech|>")] = 2.0
    for axis, (position, tokens) in enumerate(sorted(at.items())):
        spec.position_encodings.encodings[position, axis] = 100.0  # of the rest, a hundredth
        for token, height in tokens.items():
            spec.projection.weight[token, axis] = height * script.sharpness / np.sqrt(shape.width)


def _tokens(script: Script, tokenizer: Tokenizer) -> list[int]:
    if script.length:
        return [tokenizer.get_vocab()[letter] for letter in "abc" * script.length][: script.length]
    said: list[int] = tokenizer.encode(script.says, add_special_tokens=False).ids
    return said


CHECKPOINTS: dict[str, Callable[[Path], Path]] = {"whisper": build}
