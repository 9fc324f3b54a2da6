"""Tiny turn detectors with Smart Turn's input and output: they hear how loud the last tenth of a second is.

They compute it from the features, so that the format, what is heard of the sound and what becomes of the answer can be
tested; how well a true one hears that somebody has finished cannot.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAST = 10  # frames of 10 ms


def quiet_at_the_end(file: Path, *, batch: int | str = "batch", sure: float = 8.0) -> Path:
    """Puts out a probability: near 1 where the sound ends in silence, near 0 where it ends loud."""
    nodes = [
        helper.make_node("Slice", ["input_features", "from", "to", "time"], ["end"]),
        helper.make_node("ReduceMean", ["end"], ["late"], axes=[1, 2], keepdims=0),
        helper.make_node("ReduceMax", ["input_features"], ["loudest"], axes=[1, 2], keepdims=0),
        helper.make_node("Sub", ["loudest", "late"], ["below"]),
        helper.make_node("Sub", ["below", "enough"], ["over"]),
        helper.make_node("Mul", ["over", "sure"], ["odds"]),
        helper.make_node("Sigmoid", ["odds"], ["logits"]),
    ]
    constants = {
        "from": np.array([-LAST]),
        "to": np.array([2**31 - 1]),
        "time": np.array([2]),
        "enough": np.array(1.5, np.float32),
        "sure": np.array(sure, np.float32),
    }
    return _write(file, nodes, constants, [batch, 80, 800], [batch])


def of_shape(file: Path, taken: list[int], given: list[int], value: float = 0.5) -> Path:
    """Puts out `value`, whatever it is given."""
    nodes = [helper.make_node("Identity", ["same"], ["logits"])]
    return _write(file, nodes, {"same": np.full(given, value, np.float32)}, taken, given)


def _write(
    file: Path,
    nodes: list[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    taken: list[int | str] | list[int],
    given: list[int | str] | list[int],
) -> Path:
    graph = helper.make_graph(
        nodes,
        "turns",
        [helper.make_tensor_value_info("input_features", TensorProto.FLOAT, taken)],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, given)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(file))
    return file
