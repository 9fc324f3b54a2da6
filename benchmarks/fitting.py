"""In which form a model runs best on this CPU: every form of one checkpoint at its true size, with random weights.

    python -m benchmarks.fitting [--model 256M|500M] [--data FOLDER] [--trained FOLDER]

Speed and memory do not depend on the values of the weights. Exactness does, and random weights flatter: they have none
of the outliers of a trained model. `--trained` names the folder of a trained language model (any that transformers
loads), and compares next tokens there. The baseline is fp32. Each form loads in a process of its own. bf16 is hardly
in memory: its weights are pages of the file, read when they are used. `--data` keeps the checkpoint for the next time,
1 GB at most.
"""

import argparse
import dataclasses
import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.table import machine, print_table
from models.local.placing import Form, Plan

PROMPT = 512  # tokens
TOKENS = 24
FORMS: dict[str, tuple[str, Form]] = {
    "fp32": ("float32", "none"),
    "bf16": ("bfloat16", "none"),
    "int8": ("bfloat16", "int8"),
    "bitsandbytes 8-bit": ("bfloat16", "8bit"),
    "bitsandbytes 4-bit": ("bfloat16", "4bit"),
}
SIZES = {"256M": (576, 1536, 30, 9, 3), "500M": (960, 2560, 32, 15, 5)}  # of SmolVLM: hidden, inner, layers, heads, KV
WORDS = """The lighthouse keeper walked down to the beach every morning to look for things the sea had left behind. One
day he found a small wooden box with a brass lock. He carried it home, put it on the kitchen table next to the lamp, and
tried every key he owned. None of them fitted. His neighbour, who repaired clocks, came by in the afternoon and asked
what was in the box. They drank tea and watched the rain come over the water. In the evening the neighbour took a bent
wire from his pocket, turned it twice in the lock, and the lid sprang open."""


def build(folder: Path, size: str) -> None:
    """A SmolVLM of true size in bf16, with the processor of a tiny one."""
    import torch

    import tests.tiny.chat  # installs what torchvision needs, so it comes before transformers

    hf = importlib.import_module("transformers")
    tests.tiny.chat.CHECKPOINTS["smolvlm"](folder)
    hidden, inner, layers, heads, kv = SIZES[size]
    text = {"model_type": "llama", "hidden_size": hidden, "intermediate_size": inner, "num_hidden_layers": layers}
    text |= {"num_attention_heads": heads, "num_key_value_heads": kv, "vocab_size": 49_280, "pad_token_id": 0}
    eyes = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}
    config = hf.SmolVLMConfig(text_config=text, vision_config=eyes | {"image_size": 512, "patch_size": 16})
    with torch.device("meta"):
        model = hf.SmolVLMForConditionalGeneration(config)
    model = model.to_empty(device="cpu").to(torch.bfloat16)
    torch.manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.02)
    model.save_pretrained(folder)


def measure(folder: Path, name: str, trained: Path | None) -> dict[str, float]:
    """One form: seconds to load, to read the prompt and for a token, bytes; its logits go to a file."""
    import torch

    from models.local import fitting, loading
    from models.local.machine import Machine

    torch.set_num_threads(1)
    dtype, form = FORMS[name]
    here = Machine(2**40, 2**40, 1, cpu_bf16=dtype == "bfloat16")
    quantization: Any = "none" if form == "none" else "4bit" if form == "4bit" else "8bit"
    plan = dataclasses.replace(fitting.plan(folder, quantization, here), form=form)
    before = _own()
    began = time.perf_counter()
    model, _ = loading.load(folder, plan)
    loaded = time.perf_counter() - began
    prompt = torch.randint(300, 40_000, (1, PROMPT), generator=torch.Generator().manual_seed(1))
    read, token, logits = _talk(model, prompt)
    torch.save(logits, folder / f"{name}.logits")
    figures = {"load": loaded, "memory": _own() - before, "read": read, "token": token}
    if trained:
        figures["agrees"] = _agreement(trained, dtype, form)
    return figures


def _talk(model: Any, prompt: Any) -> tuple[float, float, Any]:
    import torch
    from transformers import DynamicCache

    with torch.inference_mode():
        model(input_ids=prompt[:, :16])  # packs weights, once
        cache = DynamicCache(config=model.config)
        began = time.process_time()
        logits = model(input_ids=prompt, past_key_values=cache, use_cache=True, logits_to_keep=64).logits.float()
        read, each, last = time.process_time() - began, [], prompt[:, -1:]
        for _ in range(TOKENS):
            began = time.process_time()
            model(input_ids=last, past_key_values=cache, use_cache=True)
            each.append(time.process_time() - began)
    return read, min(each), logits


def _agreement(folder: Path, dtype: str, form: Form) -> float:
    """How often the likeliest next token of WORDS is the one of fp32."""
    import torch
    import transformers as hf

    from models.local import int8, loading

    tokens = hf.AutoTokenizer.from_pretrained(folder)(WORDS, return_tensors="pt").input_ids

    def likeliest(plan: Plan) -> Any:
        options = loading.quantization(plan)
        model = hf.AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, plan.dtype), **options).eval()
        if plan.form == "int8":
            int8.narrow(model, ())
        with torch.inference_mode():
            return model(tokens).logits.argmax(-1)

    same = likeliest(Plan("float32", "cpu", "none")) == likeliest(Plan(dtype, "cpu", form, ("lm_head",)))
    return float(same.float().mean())


def _own() -> int:
    """Bytes that this process holds alone. Pages of a file that is mapped are given back when memory is wanted."""
    return int(re.findall(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text())[0]) * 1024


def apart(folder: Path, name: str, trained: Path | None) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.fitting", "--data", str(folder), "--form", name]
    command += ["--trained", str(trained)] if trained else []
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def error(folder: Path, name: str) -> float:
    """Of the logits of the last 64 tokens, against fp32."""
    import torch

    right, made = (torch.load(folder / f"{one}.logits") for one in ("fp32", name))
    return float((made - right).norm() / right.norm())


def report(folder: Path, size: str, trained: Path | None) -> None:
    found = {name: apart(folder, name, trained) | {"error": error(folder, name)} for name in FORMS}
    rows = [
        [
            name,
            f"{one['load']:.1f} s",
            f"{one['memory'] / 1e6:.0f} MB",
            f"{one['read']:.2f} s",
            f"{one['token'] * 1e3:.0f} ms",
            f"{one['error']:.3f}",
            f"{one['agrees']:.2f}" if "agrees" in one else "",
        ]
        for name, one in found.items()
    ]
    print(f"SmolVLM {size}, random weights, one thread, CPU seconds; {machine()}")
    print_table(("form", "load", "memory", f"read {PROMPT} tokens", "a token", "logit error", "trained: agrees"), rows)
    print("RESULT " + json.dumps({"benchmark": "fitting", "size": size, "machine": machine(), "forms": found}))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=SIZES, default="256M")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--trained", type=Path)
    parser.add_argument("--form", choices=FORMS)
    given = parser.parse_args()
    if given.form:
        print(json.dumps(measure(given.data, given.form, given.trained)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.data or Path(temporary)) / given.model
        if not folder.exists():
            folder.mkdir(parents=True)
            build(folder, given.model)
        report(folder, given.model, given.trained)


if __name__ == "__main__":
    main()
