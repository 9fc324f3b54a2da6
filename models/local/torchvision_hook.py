"""Lets a torchvision that was built for CUDA serve a torch that was not.

The Linux wheels of torchvision link to CUDA. Beside a CPU torch they find no library for their two operators, and
importing them ends in `operator torchvision::nms does not exist`, which takes transformers' picture processors along.
What those need is written in Python: it is enough that the operators are declared. They are never run here.
"""

import functools
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_NMS = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


@functools.cache
def install() -> Any:
    """Call it before transformers is imported. Does nothing where torchvision is missing, or fits.

    What it returns declares the operators for as long as it lives; the cache keeps it.
    """
    import torch

    found = find_spec("torchvision")
    if torch.version.cuda is not None or found is None or found.origin is None:
        return None
    try:
        for binary in Path(found.origin).parent.glob("_C.*"):
            torch.ops.load_library(binary)
        return None
    except OSError:
        declared = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            declared.define(operator + _NMS)
        return declared
