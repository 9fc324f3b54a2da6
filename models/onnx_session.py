"""ONNX files that the user names, run by onnxruntime on the processor."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from assistant.core.errors import ModelError, SettingsError


def opened(setting: str, file: Path, threads: int, supported: str) -> Any:
    """A session of it. Raises SettingsError where there is no file, ModelError for one that is no model."""
    if not file.is_file():
        raise SettingsError(f"{setting} onnx: takes a file, and there is none at {file}.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others want the core between two calls
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except _troubles() as error:
        raise ModelError(f"{file} is no ONNX file that onnxruntime can run: {_line(error)}. {supported}") from error


def asked(session: Any, taken: Any) -> NDArray[np.float32]:
    """The first output for its one input. Raises ModelError."""
    try:
        raw = session.run(None, {session.get_inputs()[0].name: taken})[0]
    except _troubles() as error:
        raise ModelError(f"onnxruntime cannot run it: {_line(error)}.") from error
    return np.asarray(raw, np.float32)


def takes(session: Any) -> str:
    """Its inputs in words: "images [1, 3, 640, 640]"."""
    return "; ".join(f"{one.name} {one.shape}" for one in session.get_inputs())


def _troubles() -> tuple[type[Exception], ...]:
    """What onnxruntime raises: classes of its own without a common one."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    kinds = [kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    return (*kinds, ValueError, RuntimeError)


def _line(error: Exception) -> str:
    """Without a full stop at its end."""
    return (str(error) or type(error).__name__).splitlines()[0][:200].rstrip(". ")
