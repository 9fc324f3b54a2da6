"""Tiny detectors in the two layouts that are supported: they find red and blue, one box for each cell of 8 pixels.

They compute it from the pixels, so that the order and range of colours, the letterbox, the grid, names and sizes can be
tested; how well a true one knows a cup cannot.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SIDE = 64  # pixels
CELLS = [(SIDE // stride) ** 2 for stride in (8, 16, 32)]
RED_AND_BLUE = np.array([[-1.0, 1.0], [0.0, 0.0], [1.0, -1.0]], np.float32)  # of BGR


def yolox(file: Path, *, decoded: bool = False, kind: int = TensorProto.FLOAT) -> Path:
    """Takes BGR of 0..255. decoded: its boxes are in pixels already. kind: what it takes."""
    boxes = _pixels() if decoded else np.tile(np.array([0.5, 0.5, 0, 0], np.float32), (CELLS[0], 1))
    sure = np.concatenate([boxes, np.ones((CELLS[0], 1), np.float32)], 1)
    rest = np.zeros((sum(CELLS[1:]), 7), np.float32)
    return _save(file, RED_AND_BLUE / np.float32(255), sure, rest, [], kind, (SIDE, SIDE), {})


def ultralytics(file: Path, metadata: Mapping[str, str], size: tuple[int | str, int | str] = (SIDE, SIDE)) -> Path:
    """Takes RGB of 0..1. size: height and width as the file says them, names where it leaves them open."""
    rest = np.zeros((sum(CELLS[1:]), 6), np.float32)
    turned = [helper.make_node("Transpose", ["rows"], ["output"], perm=[0, 2, 1])]
    return _save(file, RED_AND_BLUE[::-1], _pixels(), rest, turned, TensorProto.FLOAT, size, metadata)


def of_shape(file: Path, taken: list[int], given: list[int]) -> Path:
    """Puts out noughts, whatever it is given."""
    node = helper.make_node("Identity", ["noughts"], ["output"])
    graph = helper.make_graph(
        [node],
        "noughts",
        [helper.make_tensor_value_info("images", 1, taken)],
        [helper.make_tensor_value_info("output", 1, given)],
        [numpy_helper.from_array(np.zeros(given, np.float32), "noughts")],
    )
    return _write(file, graph, {})


def _pixels() -> NDArray[np.float32]:
    """Middle and size of each cell of 8 pixels."""
    down, across = np.mgrid[: SIDE // 8, : SIDE // 8]
    middles = np.stack([across, down], -1).reshape(-1, 2) * 8 + 4
    return np.concatenate([middles, np.full_like(middles, 8)], 1).astype(np.float32)


def _save(
    file: Path,
    colours: NDArray[np.float32],
    boxes: NDArray[np.float32],
    rest: NDArray[np.float32],
    turned: list[onnx.NodeProto],
    kind: int,
    size: tuple[int | str, int | str],
    metadata: Mapping[str, str],
) -> Path:
    nodes = [
        helper.make_node("Cast", ["images"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("AveragePool", ["wide"], ["cells"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Reshape", ["cells", "flat"], ["line"]),
        helper.make_node("Transpose", ["line"], ["cell_rows"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["cell_rows", "colours"], ["differences"]),
        helper.make_node("Clip", ["differences", "least", "most"], ["scores"]),
        helper.make_node("Concat", ["boxes", "scores"], ["first"], axis=2),
        helper.make_node("Concat", ["first", "rest"], ["rows" if turned else "output"], axis=1),
        *turned,
    ]
    constants = {
        "flat": np.array([1, 3, CELLS[0]]),
        "colours": np.ascontiguousarray(colours, np.float32),
        "least": np.array(0.0, np.float32),
        "most": np.array(1.0, np.float32),
        "boxes": boxes[None],
        "rest": rest[None],
    }
    graph = helper.make_graph(
        nodes,
        "colours",
        [helper.make_tensor_value_info("images", kind, [1, 3, *size])],
        [helper.make_tensor_value_info("output", 1, None)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return _write(file, graph, metadata)


def _write(file: Path, graph: onnx.GraphProto, metadata: Mapping[str, str]) -> Path:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, dict(metadata))
    onnx.save(model, str(file))
    return file
