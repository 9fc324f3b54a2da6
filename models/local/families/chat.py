"""Every model with a chat template: its processor says how a conversation is written, its tokenizer what is special.

The prompt is put together here, from the template and from what the processor makes of each picture alone, so that a
picture is prepared and encoded once in its life. Where that is not what the processor itself would have made, which is
tried once, the processor makes the whole prompt every time, and nothing is reused.
"""

import inspect
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Literal

import torch
from jinja2 import TemplateError
from PIL import Image

from assistant.core.values import Box, Description
from models import captions
from models.local import seen as pictures
from models.local.family import Inputs, Run, Turn
from models.local.recent import Recent
from models.local.reuse import Prefixes
from models.local.seen import Features, Seen

ALBUM = 256 * 2**20  # bytes of encoded pictures: 30 of 2 000 places with 2 048 numbers in bfloat16
_BOX_TOKENS = 300  # a dozen boxes as JSON
_BREAK = "\u200b"  # a zero-width space: what it breaks is read as before, and is no token
_PROBE = (
    Turn("system", "One."),
    Turn("user", "Two.", (Image.new("RGB", (64, 48), "red"), Image.new("RGB", (48, 80), "blue"))),
    Turn("assistant", "Three."),
    Turn("user", "Four.", (Image.new("RGB", (80, 80), "green"),)),
)


class Chat:
    """point: what is asked for boxes, PHRASE in it; empty where the family was not trained to give any."""

    point = ""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model, self._processor, self._tokenizer = model, processor, processor.tokenizer
        self._special = _special_tokens(processor)
        self._album: Recent[bytes, Seen] = Recent(ALBUM)
        template = str(processor.chat_template)
        self._options = {"enable_thinking": False} if "enable_thinking" in template else {}
        self._system = self._knows_system()
        self._types = self._token_types()
        self.grounds = bool(self.point)
        self.reuse: Literal["crop", "copy", "no"] = self._reuse()

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        return self._inputs([Turn(turn.role, self._defused(turn.text), turn.pictures) for turn in turns])

    def describe(self, picture: Image.Image, run: Run) -> Description:
        return captions.read(run(self.ask([Turn("user", captions.ASK, (picture,))]), captions.TOKENS))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        if not self.point:
            return []
        asked = self.point.replace("PHRASE", self._defused(phrase))
        return self.boxes(run(self._inputs([Turn("user", asked, (picture,))]), _BOX_TOKENS), phrase, picture)

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        """What a reply to `point` means."""
        return []

    def see(self, picture: Image.Image, several: bool) -> Seen:
        """several: the prompt holds other pictures too."""
        name = pictures.digest(picture, several)
        seen = self._album.get(name)
        if seen is None:
            seen = self._encoded(self.prepared(picture, several), pictures.number(name))
            self._album.put(name, seen, seen.bytes)
        return seen

    def forget(self) -> None:
        self._album.clear()

    def prepared(self, picture: Image.Image, several: bool) -> Inputs:
        """What the processor makes of one picture, and what stands for it in a prompt: `words`."""
        made = dict(
            self._processor(
                images=[picture],
                text=[self._processor.image_token],
                return_tensors="pt",
                return_text_replacement_offsets=True,
                return_mm_token_type_ids=False,
            )
        )
        made["words"] = made.pop("text_replacement_offsets")[0][0]["replacement"]
        return made

    def expanded(self, text: str, words: Sequence[str]) -> str:
        """The rendered conversation with its pictures' words in the place of each placeholder."""
        made: str = self._processor.get_text_with_replacements([text], list(words))[0][0]
        return made

    def _inputs(self, turns: Sequence[Turn]) -> Inputs:
        messages = self._messages(turns)
        shown = [part["image"] for message in messages for part in message["content"] if part["type"] == "image"]
        if self.reuse == "no":
            return self._whole(messages)
        seen = tuple(self.see(picture, len(shown) > 1) for picture in shown)
        ids = self._ids(messages, [one.words for one in seen])
        inputs: Inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if self._types:
            inputs[self._types] = torch.tensor(self._processor.create_mm_token_type_ids(ids.tolist()))
        inputs |= self._positions(inputs, seen)
        return {**inputs, "seen": seen, "signature": self._signature(ids[0], seen)}

    def _messages(self, turns: Sequence[Turn]) -> list[dict[str, Any]]:
        """Roles by turns, as many templates insist: what one role says in a row is one message."""
        told = [turn if self._system or turn.role != "system" else Turn("user", turn.text) for turn in turns]
        roles = [(role, [_parts(turn) for turn in run]) for role, run in groupby(told, lambda turn: turn.role)]
        messages = [{"role": role, "content": [part for parts in run for part in parts]} for role, run in roles]
        first = next((at for at, message in enumerate(messages) if message["role"] != "system"), 0)
        return messages[:first] + messages[first + (messages[first]["role"] == "assistant") :]

    def _ids(self, messages: list[dict[str, Any]], words: Sequence[str]) -> Any:
        text = self._rendered(messages)
        begun = bool(self._tokenizer.bos_token) and text.startswith(self._tokenizer.bos_token)
        expanded = self.expanded(text, words)
        return self._tokenizer(expanded, add_special_tokens=not begun, return_tensors="pt")["input_ids"]

    def _rendered(self, messages: list[dict[str, Any]]) -> str:
        text: str = self._processor.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, **self._options
        )
        return text

    def _whole(self, messages: list[dict[str, Any]], **wanted: Any) -> Inputs:
        made = self._processor.apply_chat_template(
            messages,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            add_generation_prompt=True,
            processor_kwargs=wanted,
            **self._options,
        )
        return {name: value for name, value in made.items() if name != "labels"}

    def _positions(self, inputs: Inputs, seen: Sequence[Seen]) -> Inputs:
        """In three directions where the family counts so; left to itself it would go by the prompt it read last."""
        if not hasattr(self._model.base_model, "get_rope_index"):
            return {}
        grid = {name: torch.cat([one.grid[name] for one in seen]) for name in (seen[0].grid if seen else ())}
        known = {name: value for name, value in inputs.items() if name != "input_ids"} | grid
        return {"position_ids": self._model._prepare_position_ids_for_generation(inputs["input_ids"], known)}

    def _signature(self, ids: Any, seen: Sequence[Seen]) -> Any:
        signature = ids.clone()
        if seen:
            signature[ids == self._model.config.image_token_id] = pictures.places(seen)
        return signature.numpy()

    @torch.no_grad()
    def _encoded(self, made: Inputs, number: int) -> Seen:
        encode = self._model.base_model.get_image_features
        takes = [name for name in inspect.signature(encode).parameters if name in made]
        output = encode(**{name: _placed(made[name], self._model) for name in takes}, return_dict=True)
        grid = {name: made[name] for name in takes if name.endswith("grid_thw")}
        return Seen(made["words"], number, Features(output.pooler_output, output.get("deepstack_features")), grid)

    def _defused(self, text: str) -> str:
        """The same words to the eye; what would be a special token is none."""
        return self._special.sub(lambda match: match[0][0] + _BREAK + match[0][1:], text)

    def _knows_system(self) -> bool:
        """Some templates refuse the system's words, some drop them: then they go before the user's."""
        turns = [Turn("system", "Probed."), Turn("user", "Hello.")]
        self._system = True
        try:
            return "Probed." in self._rendered(self._messages(turns))
        except TemplateError:
            return False

    def _token_types(self) -> str:
        """Under which name the model is told where pictures are; empty where it is not."""
        if not getattr(self._processor, "return_mm_token_type_ids", False):
            return ""
        made = self._processor(text=["Hello."])
        return "mm_token_type_ids" if "mm_token_type_ids" in made else "token_type_ids"

    def _reuse(self) -> Literal["crop", "copy", "no"]:
        takes_features = "mm_encoder_outputs" in inspect.signature(self._model.forward).parameters
        if not takes_features or not self._agrees():
            return "no"
        return "crop" if Prefixes(self._model.config, 0).cuttable(0) else "copy"

    def _agrees(self) -> bool:
        """Whether the prompt put together here is, number for number, what the processor makes of it."""
        messages = self._messages(_PROBE)
        shown = [picture for turn in _PROBE for picture in turn.pictures]
        ours = self._ids(messages, [self.prepared(picture, several=True)["words"] for picture in shown])
        return bool(torch.equal(ours, self._whole(messages, return_mm_token_type_ids=False)["input_ids"]))


def _parts(turn: Turn) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = [{"type": "image", "image": picture} for picture in turn.pictures]
    return [*shown, {"type": "text", "text": turn.text}] if turn.text or not shown else shown


def _special_tokens(processor: Any) -> re.Pattern[str]:
    """All that the tokenizer or the processor treats as more than letters; blank runs, which some have, are letters."""
    tokenizer = processor.tokenizer
    known = {token.content for token in tokenizer.added_tokens_decoder.values()} | set(tokenizer.all_special_tokens)
    known |= {value for name, value in vars(processor).items() if name.endswith("_token") and isinstance(value, str)}
    longest_first = sorted((token for token in known if len(token.strip()) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def _placed(value: Any, model: Any) -> Any:
    if not isinstance(value, torch.Tensor):
        return value
    return value.to(model.device, model.dtype if value.is_floating_point() else None)
