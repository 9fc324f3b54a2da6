"""How long until a model's first token, and how fast the others come, through our port and through bare `generate`.

    python -m benchmarks.first_token [--size 256M|500M|2B|8B] [--quantization none] [--turns 1,2,5,10,20,50]
        [--data FOLDER] [--folder CHECKPOINT]

The model has its true size and random weights (speed depends on shapes, not on values), or is the one in CHECKPOINT.
Each turn asks about a picture, of those in FOLDER or drawn ones; each reply is as long. For every number of turns:
`generate` on the whole prompt (cold), our port with nothing kept (cold), our port in a conversation that goes on
(what was read before is kept), and after `prepare` with all but the question's words. The roofline is the time that
it takes to read the language model's weights once from memory, as fast as this machine reads.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.table import machine, print_table
from models.local import torchvision_hook
from models.local.family import Turn
from models.wants import Quantization

torchvision_hook.install()

TOKENS = 24  # of each reply; those after the first are timed one by one
QUESTION = "What do you see in this picture, and where is the red cup that was on the desk next to the blue book?"
REPLY = "I see a green bottle on the shelf, and the red cup is on the table."
SYSTEM = Turn("system", "You are a helpful assistant that remembers where objects are. Describe briefly. " * 4)


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds to the first token, and seconds for each token after it (median)."""

    first: float
    each: float


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or Path(made)
        if not arguments.folder:
            from benchmarks.sizes import BUILDERS

            BUILDERS[arguments.size](folder)
        counts = [int(count) for count in arguments.turns.split(",")]
        result = _measure(folder, arguments.quantization, counts, arguments.data)
    print(
        "RESULT " + json.dumps({"benchmark": "first_token", "model": str(arguments.folder or arguments.size), **result})
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="256M")
    parser.add_argument("--quantization", default="none", choices=["auto", "none", "8bit", "4bit"])
    parser.add_argument("--turns", default="1,2,5,10,20,50")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


def _measure(folder: Path, quantization: Quantization, counts: Sequence[int], data: Path | None) -> dict[str, Any]:
    import torch

    from models.local.fitting import plan
    from models.local.hosted import threads
    from models.local.machine import look
    from models.local.vision import open_vision

    seen = look()
    torch.set_num_threads(threads(seen.cores))
    how = plan(folder, quantization, seen)
    model = open_vision(folder, how)
    shown = pictures(data, max(counts))
    _bare(model, _conversation(shown, 1))  # the first call of all pays for what is made once
    runs = {count: _runs(model, _conversation(shown, count)) for count in counts}
    lengths = [model._family.ask(_conversation(shown, count))["input_ids"].shape[1] for count in counts]
    print(f"{how.form} {how.dtype} on {how.device}, {threads(seen.cores)} threads. {machine()}.\n")
    return _report(runs, lengths, _roofline(model._model))


def _runs(model: Any, turns: Sequence[Turn]) -> list[Run]:
    """Bare and ours cold, ours in a conversation, ours prepared."""
    cold = [_bare(model, turns), _port(_fresh(model), turns)]
    return [*cold, _going_on(_fresh(model), turns), _prepared(_fresh(model), turns)]


def _report(runs: Mapping[int, Sequence[Run]], lengths: Sequence[int], floor: float) -> dict[str, Any]:
    """floor: tokens a second that reading the weights alone would allow."""
    ways = ["bare cold, s", "port cold, s", "conversation, s", "prepared, s"]
    rows = [
        [str(count), str(length), *(f"{run.first:.2f}" for run in made), *(f"{1 / run.each:.1f}" for run in made[:2])]
        for (count, made), length in zip(runs.items(), lengths, strict=True)
    ]
    print_table(["turns", "tokens", *ways, "bare tokens/s", "port tokens/s"], rows)
    first = statistics.median(made[1].first / made[0].first for made in runs.values())
    each = statistics.median(made[1].each / made[0].each for made in runs.values())
    print(f"\nPort against bare generate: {first:.3f} x to the first token, {each:.3f} x for each token (target 1.05).")
    print(f"Roofline: {floor:.1f} tokens a second if only the weights had to be read.")
    return {
        "seconds_to_first_token": {str(count): [round(run.first, 4) for run in made] for count, made in runs.items()},
        "first": round(first, 3),
        "each": round(each, 3),
        "roofline": round(floor, 1),
    }


def _conversation(shown: Sequence[Image.Image], count: int) -> list[Turn]:
    """As the session makes it: only the newest question has a picture."""
    before = [turn for _ in range(count - 1) for turn in (Turn("user", QUESTION), Turn("assistant", REPLY))]
    return [SYSTEM, *before, Turn("user", QUESTION, (shown[count - 1],))]


def _fresh(model: Any) -> Any:
    model._prefixes.clear()
    model._family._album.clear()
    return model


def _port(model: Any, turns: Sequence[Turn]) -> Run:
    return _timed(islice(model.answer(turns, threading.Event()), TOKENS))


def _going_on(model: Any, turns: Sequence[Turn]) -> Run:
    """The turn before was answered; the reply that history holds is not the one that random weights made."""
    if len(turns) > 2:
        earlier = [*turns[:-3], replace(turns[-3], pictures=turns[-1].pictures)]
        list(islice(model.answer(earlier, threading.Event()), 2))
        model._family._album.clear()
    return _port(model, turns)


def _prepared(model: Any, turns: Sequence[Turn]) -> Run:
    model.prepare([*turns[:-1], replace(turns[-1], text="")], threading.Event())
    return _port(model, turns)


def _bare(model: Any, turns: Sequence[Turn]) -> Run:
    """What transformers does by itself with the same words and pictures, streamer and all left out."""
    import torch

    family, bare = model._family, model._model
    marks: list[float] = []

    class Mark(torch.nn.Module):
        """Called once a token."""

        def __call__(self, ids: Any, scores: Any, **_: Any) -> Any:
            marks.append(time.perf_counter())
            return torch.zeros(len(ids), dtype=torch.bool, device=ids.device)

    began = time.perf_counter()
    inputs = family._whole(family._messages(list(turns)))
    inputs = {
        name: value.to(bare.device, bare.dtype if value.is_floating_point() else None) for name, value in inputs.items()
    }
    bare.generate(**inputs, max_new_tokens=TOKENS, do_sample=False, stopping_criteria=[Mark()])
    steps = [later - earlier for earlier, later in pairwise(marks)]
    return Run(marks[0] - began, statistics.median(steps))


def _timed(pieces: Iterator[str]) -> Run:
    began = time.perf_counter()
    marks = [time.perf_counter() for _ in pieces]
    steps = [later - earlier for earlier, later in pairwise(marks)]
    return Run(marks[0] - began, statistics.median(steps))


def _roofline(model: Any) -> float:
    """Tokens a second."""
    import torch

    text = getattr(model.base_model, "text_model", None) or model.base_model.language_model
    weights = sum(p.numel() * p.element_size() for p in text.parameters())
    weights += sum(p.numel() * p.element_size() for p in model.get_output_embeddings().parameters())
    weights -= text.get_input_embeddings().weight.nbytes  # one row of it is read
    block = torch.empty(2**28, dtype=torch.uint8, device=model.device).fill_(1)
    speeds = []
    for _ in range(5):
        began = time.perf_counter()
        int(block.view(torch.int64).sum())
        speeds.append(block.nbytes / (time.perf_counter() - began))
    return float(max(speeds) / weights)


def pictures(data: Path | None, count: int) -> list[Image.Image]:
    """768 pixels wide, as the page sends frames; each is another."""
    files = sorted(path for path in data.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png")) if data else []
    dice = np.random.default_rng(0)
    made = []
    for number in range(count):
        picture = (
            Image.open(files[number % len(files)]).convert("RGB") if files else Image.new("RGB", (768, 576), "grey")
        )
        picture.thumbnail((768, 768))
        ImageDraw.Draw(picture).rectangle([int(x) for x in dice.integers(0, 300, 2)] + [500, 400], fill=number)
        made.append(picture)
    return made


if __name__ == "__main__":
    main()
