"""A checkpoint from a folder into memory, as planned."""

import contextlib
import logging
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.local import torchvision_hook

torchvision_hook.install()

import torch  # noqa: E402
import transformers  # noqa: E402
from safetensors import SafetensorError  # noqa: E402

from assistant.core.errors import ModelError  # noqa: E402
from models.local import int8  # noqa: E402
from models.local.placing import Plan, in_words  # noqa: E402
from models.local.weighing import auto_class, configuration  # noqa: E402
from models.local.words import keep_no_words  # noqa: E402

log = logging.getLogger("keepsight.models")


def load(folder: Path, plan: Plan) -> tuple[Any, Any]:
    """The model, ready to generate, and its processor. Nothing is fetched and no program of the checkpoint is run.

    Raises ModelError.
    """
    began = time.monotonic()
    config = configuration(folder)
    with _quiet(), _in_words(folder.name):
        processor = transformers.AutoProcessor.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        model = _model(config, folder, plan)
    keep_no_words(processor)
    form = in_words(plan.form, plan.dtype)
    log.info("%s is loaded in %s on %s in %.1f s", folder.name, form, plan.device, time.monotonic() - began)
    if plan.warning:
        log.warning("%s: %s", folder.name, plan.warning)
    return model, processor


def _model(config: Any, folder: Path, plan: Plan) -> Any:
    model = auto_class(config).from_pretrained(
        folder,
        dtype=getattr(torch, plan.dtype),
        local_files_only=True,
        trust_remote_code=False,
        **_placement(plan),
        **quantization(plan),
    )
    if plan.form == "int8":
        int8.narrow(model, plan.untouched)
    return model.eval()


def _placement(plan: Plan) -> dict[str, Any]:
    if plan.spread:
        return {"device_map": "auto", "max_memory": plan.spread}
    # Without a map a CPU's weights stay mapped from the file until they are used: 0.4 s and 20 MB for 1 GB.
    return {} if plan.device == "cpu" else {"device_map": {"": plan.device}}


def quantization(plan: Plan) -> dict[str, Any]:
    """What `from_pretrained` is told, so that bitsandbytes packs the weights while they are loaded."""
    if plan.form not in ("4bit", "8bit"):
        return {}
    return {
        "quantization_config": transformers.BitsAndBytesConfig(
            load_in_4bit=plan.form == "4bit",
            load_in_8bit=plan.form == "8bit",
            bnb_4bit_quant_type="nf4",
            bnb_4bit_compute_dtype=getattr(torch, plan.dtype),
            # Applies to 4 bits too. The picture's side decides by the type of its weights in which type pixels go in:
            # with SigLIP2 in 4 bits they become whole numbers, and what is seen is wrong without an error.
            llm_int8_skip_modules=list(plan.untouched),
        )
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Bars and advice of the libraries go nowhere; what they raise is told by us."""
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)  # one line for each matrix product otherwise
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _in_words(name: str) -> Iterator[None]:
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise ModelError(
            f"The memory was full before {name} was loaded. Close other programs, or take --quantization 4bit."
        ) from error
    except SafetensorError as error:
        raise ModelError(f"A file of {name} is broken or cut short ({error}). Fetch the model again.") from error
    except ImportError as error:
        raise ModelError(f"{name} needs a package that is not installed: {error}") from error
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"{name} cannot be loaded: {error}") from error
