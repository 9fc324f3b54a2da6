"""Which families of vision-language models there are, and what each keeps of what all promise.

    python -m benchmarks.families [--write docs/models.md]

Runs the contract suite over a tiny random checkpoint of every family, and prints a row a family, a column a promise.
With --write the table takes the place of the one between the two markers of that file.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.table import machine
from models.local.families import FAMILIES
from models.local.loading import load
from models.local.vision import VisionModel
from tests.contracts.test_families import CHECKPOINTS, PLAN
from tests.tiny import chat

BEGIN, END = "<!-- families: written by python -m benchmarks.families -->", "<!-- end of families -->"
SUITE = Path(__file__).parents[1] / "tests/contracts/test_families.py"


@dataclass(frozen=True, slots=True)
class Family:
    """kinds: the `model_type` in config.json, comma between them. checkpoints: those of the suite that stand for it."""

    name: str
    kinds: str
    example: str
    checkpoints: tuple[str, ...]


ROWS = (
    Family("Qwen2-VL", "qwen2_vl", "Qwen/Qwen2-VL-2B-Instruct", ("qwen2_vl",)),
    Family("Qwen2.5-VL", "qwen2_5_vl", "Qwen/Qwen2.5-VL-7B-Instruct", ("qwen2_5_vl",)),
    Family("Qwen3-VL", "qwen3_vl, qwen3_vl_moe", "Qwen/Qwen3-VL-4B-Instruct", ("qwen3_vl",)),
    Family("Qwen3.5 and 4-Exp", "qwen3_5, qwen3_5_moe, qwen4_exp", "Qwen/Qwen3.5-27B", ("qwen3_5",)),
    Family("SmolVLM 1 and 2", "smolvlm", "HuggingFaceTB/SmolVLM2-2.2B-Instruct", ("smolvlm",)),
    Family("Idefics3", "idefics3", "HuggingFaceM4/Idefics3-8B-Llama3", ("idefics3",)),
    Family("Idefics2", "idefics2", "HuggingFaceM4/idefics2-8b", ("idefics2",)),
    Family("Idefics (the open Flamingo)", "idefics", "HuggingFaceM4/idefics-9b", ("idefics",)),
    Family("LLaVA-1.5", "llava", "llava-hf/llava-1.5-7b-hf", ("llava",)),
    Family("LLaVA-NeXT", "llava_next", "llava-hf/llava-v1.6-mistral-7b-hf", ("llava_next",)),
    Family("LLaVA-OneVision", "llava_onevision", "llava-hf/llava-onevision-qwen2-7b-ov-hf", ("llava_onevision",)),
    Family("InternVL", "internvl", "OpenGVLab/InternVL3-1B-hf", ("internvl",)),
    Family("Gemma 3", "gemma3", "google/gemma-3-4b-it", ("gemma3",)),
    Family("Gemma 3n", "gemma3n", "google/gemma-3n-E4B", ("gemma3n",)),
    Family("Gemma 4", "gemma4, gemma4_unified", "google/gemma-4-E2B-it", ("gemma4",)),
    Family("LFM2-VL and LFM3-VL", "lfm2_vl, lfm3_vl", "LiquidAI/LFM2-VL-1.6B", ("lfm2_vl",)),
    Family("GLM-4V line", "glm4v, glm4v_moe, glm46v, glm5_next", "zai-org/GLM-4.1V-9B-Thinking", ("glm4v",)),
    Family("Mistral Small 3 (Pixtral)", "mistral3", "mistralai/Mistral-Small-3.1-24B-Instruct-2503", ("mistral3",)),
    Family("any other with a chat template (here VipLLaVA)", "", "llava-hf/vip-llava-7b-hf", ("vipllava",)),
    Family("its pictures looked at across (here Mllama)", "", "meta-llama/Llama-3.2-11B-Vision-Instruct", ("mllama",)),
    Family("PaliGemma and PaliGemma 2", "paligemma", "google/paligemma2-3b-mix-224", ("paligemma", "paligemma2")),
    Family("BLIP", "blip", "Salesforce/blip-vqa-base", ("blip", "blip-vqa")),
    Family("BLIP-2", "blip-2", "Salesforce/blip2-opt-2.7b", ("blip2",)),
    Family("InstructBLIP", "instructblip", "Salesforce/instructblip-flan-t5-xl", ("instructblip",)),
    Family("Kosmos-2", "kosmos-2", "microsoft/kosmos-2-patch14-224", ("kosmos2",)),
    Family("Florence-2", "florence2", "florence-community/Florence-2-base", ("florence2",)),
    Family("Fuyu", "fuyu", "adept/fuyu-8b", ("fuyu",)),
)
GONE = {
    "CogVLM and CogVLM2": "never part of transformers, its own code fits only old releases; its successors are the "
    "GLM-4V line",
    "Moondream": "exists only as code that comes with its weights, which Keepsight does not run; its author serves it "
    "behind an OpenAI-compatible address",
    "MiniGPT-4": "never part of transformers, no checkpoint in its format",
}
PROMISES = {
    "test_every_word_and_every_picture_it_is_shown_counts": "all that is shown counts",
    "test_it_reads_what_its_own_processor_would_make_of_the_conversation": "its own prompt",
    "test_a_reply_streams_in_pieces_and_is_the_same_as_a_whole": "streams",
    "test_a_stop_takes_effect_within_one_token": "stops within a token",
    "test_a_stop_takes_effect_while_the_prompt_is_read": "stops while reading",
    "test_special_tokens_in_the_words_of_a_user_are_plain_words": "special tokens are words",
    "test_what_was_read_ahead_changes_nothing_but_the_time": "same answer after `prepare`",
    "test_a_picture_is_encoded_once_whatever_conversation_it_turns_up_in": "a picture once",
    "test_two_conversations_by_turns_never_mix": "conversations never mix",
    "test_it_describes_a_picture_and_stops_doing_so": "describes",
    "test_it_points_at_a_thing_within_the_picture_or_says_that_it_cannot": "boxes within the picture",
    "test_an_error_while_it_generates_is_loud_and_the_next_question_is_answered": "errors are loud",
    "test_short_memory_says_what_to_do_and_the_next_question_is_answered": "short memory is told",
}


class Outcomes:
    """A pytest plugin: what became of each promise and checkpoint."""

    def __init__(self) -> None:
        self.of: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            test, _, checkpoint = report.nodeid.rpartition("::")[2].partition("[")
            self.of[test, checkpoint.rstrip("]")].add(report.outcome)

    def mark(self, test: str, checkpoints: tuple[str, ...]) -> str:
        seen = set().union(*(self.of[test, checkpoint] for checkpoint in checkpoints))
        if "failed" in seen or not seen:
            return "broken"
        return "yes" if "passed" in seen else "–"


def row(family: Family, outcomes: Outcomes, folder: Path) -> list[str]:
    name = family.checkpoints[-1]
    CHECKPOINTS[name](folder / name)
    adapter = VisionModel(*load(folder / name, PLAN))._family
    talks = name in chat.CHECKPOINTS
    reuse = {"crop": "any prefix", "copy": "at turns", "no": "no"}[adapter.reuse]
    return [
        family.name,
        ", ".join(f"`{kind}`" for kind in family.kinds.split(", ") if kind),
        f"`{family.example}`",
        "conversation" if talks else "last question",
        "several" if talks else "newest",
        "yes" if adapter.grounds else "–",
        reuse,
        *(outcomes.mark(test, family.checkpoints) for test in PROMISES),
    ]


def table(outcomes: Outcomes) -> str:
    head = ["family", "`model_type`", "for example", "reads", "pictures", "points", "reuse", *PROMISES.values()]
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(family, outcomes, Path(folder)) for family in ROWS]
    rows += [[name, "absent", reason, *["" for _ in head[3:]]] for name, reason in GONE.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="a file with the two markers")
    arguments = parser.parse_args()
    assert {kind for family in ROWS for kind in family.kinds.split(", ") if kind} == set(FAMILIES), (
        "a family is missing here"
    )
    outcomes = Outcomes()
    already = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"  # by the imports above
    pytest.main([str(SUITE), "-q", "--no-header", "-p", "no:cacheprovider", "-W", already], plugins=[outcomes])
    assert {test for test, _ in outcomes.of} == set(PROMISES), "a promise is missing here"
    made = table(outcomes)
    if arguments.write:
        before, _, rest = arguments.write.read_text().partition(BEGIN)
        arguments.write.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{rest.partition(END)[2]}")
    print(made, f"\n{machine()}")
    kept = sum(seen == {"passed"} for seen in outcomes.of.values())
    broken = sum("failed" in seen for seen in outcomes.of.values())
    print("RESULT " + json.dumps({"families": len(ROWS), "promises": len(PROMISES), "kept": kept, "broken": broken}))


if __name__ == "__main__":
    main()
