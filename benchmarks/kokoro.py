"""Kokoro-82M at its true size with random weights, for `benchmarks.voice`: speed depends on shapes, not on what was
learned. How long a letter sounds is learned too; it is set to what Kokoro gives English, 2.7 frames of 25 ms.

The network is that of the package `kokoro` (Apache-2.0), in the shapes of its published configuration:

    pip install --no-deps kokoro==0.9.4 loguru attrs onnx onnxscript onnx_ir ml_dtypes protobuf
"""

import importlib
import sys
import tempfile
import types
import warnings
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import onnx

from models.local import torchvision_hook
from tests.tiny.speakers import dress_kokoro

CONFIG: dict[str, Any] = {
    "istftnet": {
        "upsample_kernel_sizes": [20, 12],
        "upsample_rates": [10, 6],
        "gen_istft_hop_size": 5,
        "gen_istft_n_fft": 20,
        "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
        "resblock_kernel_sizes": [3, 7, 11],
        "upsample_initial_channel": 512,
    },
    "plbert": {
        "hidden_size": 768,
        "num_attention_heads": 12,
        "intermediate_size": 2048,
        "max_position_embeddings": 512,
        "num_hidden_layers": 12,
        "dropout": 0.1,
    },
    "dim_in": 64,
    "dropout": 0.2,
    "hidden_dim": 512,
    "max_dur": 50,
    "n_layer": 3,
    "n_mels": 80,
    "n_token": 178,
    "style_dim": 128,
    "text_encoder_kernel_size": 5,
    "vocab": {},
}
FRAMES = -2.85  # the bias at which 50 sigmoids add up to 2.7


def write_kokoro(folder: Path, english: Iterable[str], chinese: Mapping[str, str]) -> None:
    """325 MB, in about a minute; reads only the words given. Raises SystemExit where a package is missing."""
    torchvision_hook.install()
    import torch

    warnings.simplefilter("ignore")  # the network is of 2024, and traced
    network = _network(torch)
    inputs = (torch.randint(1, 170, (1, 40)), torch.randn(1, 256) * 0.1, torch.ones(1))
    file = folder / "model.onnx"
    torch.onnx.export(
        network,
        inputs,
        file,
        input_names=["tokens", "style", "speed"],
        output_names=["audio"],
        dynamic_axes={"tokens": {1: "n"}, "audio": {0: "m"}},
        opset_version=17,
        dynamo=False,  # packed LSTMs go through this exporter only
    )
    dress_kokoro(folder, onnx.load(file), english, chinese, [0.1] * 103)


def _network(torch: Any) -> Any:
    found = find_spec("kokoro")
    if found is None or found.origin is None:
        raise SystemExit(f"This needs the network of Kokoro: {(__doc__ or '').splitlines()[-2].strip()}")
    package = types.ModuleType("kokoro")  # its own __init__ imports what makes phonemes
    package.__path__ = [str(Path(found.origin).parent)]
    sys.modules["kokoro"] = package
    k_model = importlib.import_module("kokoro.model").KModel
    torch.manual_seed(0)
    with tempfile.NamedTemporaryFile(suffix=".pth") as nothing:
        torch.save({}, nothing.name)
        model = k_model("hexgrad/Kokoro-82M", CONFIG, nothing.name, disable_complex=True).eval()
    with torch.no_grad():
        duration = model.predictor.duration_proj.linear_layer
        duration.weight.mul_(0.1)
        duration.bias.fill_(FRAMES)

    class Sound(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, tokens: Any, style: Any, speed: Any) -> Any:
            return self.model.forward_with_tokens(tokens, style, speed)[0]

    return Sound()
