"""Several people ask one model of this machine at the same moment: how long until each has a first word.

    python -m benchmarks.sessions [--size 256M|500M|2B|8B] [--quantization none] [--sessions 1,4,16]
        [--folder CHECKPOINT]

Each has a conversation and pictures of its own, asks ROUNDS times, and takes TOKENS tokens of each reply. The model
runs in a process of its own, as in the app, and answers one after the other: the figures say when a server is due
(docs/servers.md). Beside it the wait that this order alone causes: a reply of each of the others.
"""

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from contextlib import aclosing
from pathlib import Path

from assistant.core.intents import Open
from assistant.core.values import Frame, Message, Prompt
from benchmarks.first_token import QUESTION, REPLY, SYSTEM, pictures
from benchmarks.sizes import BUILDERS
from benchmarks.table import machine, percentile, print_table
from models.local.engine import LocalModel
from models.wants import Quantization
from tests.pictures import encode

ROUNDS, TOKENS = 3, 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="256M", choices=BUILDERS)
    parser.add_argument("--quantization", default="none", choices=["auto", "none", "8bit", "4bit"])
    parser.add_argument("--sessions", default="1,4,16")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    counts = [int(count) for count in arguments.sessions.split(",")]
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or Path(made)
        if not arguments.folder:
            BUILDERS[arguments.size](folder)
        results = asyncio.run(_measure(folder, arguments.quantization, counts))
    print("RESULT " + json.dumps({"benchmark": "sessions", "model": arguments.size, "sessions": results}))


async def _measure(folder: Path, quantization: Quantization, counts: list[int]) -> dict[str, dict[str, float]]:
    model = LocalModel("benchmark", folder, quantization)
    try:
        await model.start()
        shown = [Frame(encode(picture), 0.0, "camera") for picture in pictures(None, max(counts) * ROUNDS)]
        rows, results = [], {}
        for count in counts:
            began = time.perf_counter()
            waits = await asyncio.gather(*(_talk(model, shown[place * ROUNDS :][:ROUNDS]) for place in range(count)))
            took = time.perf_counter() - began
            firsts = list(itertools.chain.from_iterable(waits))
            results[str(count)] = {
                "first_p50": round(percentile(firsts, 0.5), 3),
                "first_p95": round(percentile(firsts, 0.95), 3),
                "tokens_per_second": round(count * ROUNDS * TOKENS / took, 1),
            }
            fair = took / (count * ROUNDS) * (count - 1)
            rows.append([str(count), *(f"{value:.2f}" for value in results[str(count)].values()), f"{fair:.2f}"])
    finally:
        model.close()
    print(f"{machine()}\n")
    head = ["sessions", "first token p50, s", "p95, s", "tokens/s in all", "wait in turn alone, s"]
    print_table(head, rows)
    return results


async def _talk(model: LocalModel, shown: list[Frame]) -> list[float]:
    """One person's rounds; seconds to the first word of each."""
    said, waits = [Message("system", SYSTEM.text)], []
    for frame in shown:
        messages = (*said, Message("user", QUESTION, (frame,)))
        began = time.perf_counter()
        async with aclosing(model.answer(Prompt(messages, Open(), "en", 0.0, (frame,)))) as pieces:
            count = 0
            async for _ in pieces:
                if not count:
                    waits.append(time.perf_counter() - began)
                count += 1
                if count == TOKENS:
                    break
        said += [Message("user", QUESTION), Message("assistant", REPLY)]
    return waits


if __name__ == "__main__":
    main()
