"""Tiny checkpoints of the families without a chat template."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import transformers as hf
from tokenizers import Tokenizer, decoders, models, normalizers

from tests.tiny.tokens import CORPUS, byte_level, ids, save

_SIDE, _PATCH, _PATCHES = 56, 14, 16  # pixels, pixels, and patches of a picture
_WIDE, _NARROW = 64, 32  # hidden sizes of words and pictures
_EYES = {"hidden_size": _NARROW, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
_EYES_SIZED = {**_EYES, "image_size": _SIDE, "patch_size": _PATCH}
_SQUARE = {"height": _SIDE, "width": _SIDE}
_FAIRSEQ: Any = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>"}  # numbers 0 to 3, in this order


def _words(tokenizer: Any, **more: Any) -> dict[str, Any]:
    numbers = {f"{role}_token_id": getattr(tokenizer, f"{role}_token_id") for role in ("bos", "eos", "pad")}
    sizes = {"hidden_size": _WIDE, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4}
    return {"vocab_size": len(tokenizer), **sizes, **numbers, **more}


def _word_pieces() -> Any:
    """BERT's: letters, and letters that go on a word."""
    letters = [chr(code) for code in range(33, 127)]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]", *letters, *(f"##{letter}" for letter in letters)]
    return hf.BertTokenizer(vocab={piece: number for number, piece in enumerate(pieces)}, bos_token="[DEC]")


def _paligemma(folder: Path, words: str) -> None:
    tokenizer = byte_level(
        ["<image>"], named={"image_token": "<image>"}, bos="<bos>", eos="<eos>", pad="<pad>", unk="<unk>"
    )
    pictures = hf.SiglipImageProcessor(size=_SQUARE)
    pictures.image_seq_length = _PATCHES
    processor = hf.PaliGemmaProcessor(image_processor=pictures, tokenizer=tokenizer)  # adds its 1152 tokens
    config = hf.PaliGemmaConfig(
        text_config=_words(tokenizer, model_type=words, num_key_value_heads=1, head_dim=16),
        vision_config={"model_type": "siglip_vision_model", **_EYES_SIZED, "vision_use_head": False},
        projection_dim=_WIDE,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
    )
    save(folder, hf.PaliGemmaForConditionalGeneration, config, processor)


def paligemma(folder: Path) -> None:
    _paligemma(folder, "gemma")


def paligemma2(folder: Path) -> None:
    _paligemma(folder, "gemma2")


def _blip(folder: Path, model: Any) -> None:
    tokenizer = _word_pieces()
    numbers = ids(tokenizer, bos_token_id="[DEC]", eos_token_id="[SEP]", sep_token_id="[SEP]", pad_token_id="[PAD]")
    words = _words(tokenizer, encoder_hidden_size=_WIDE, max_position_embeddings=512) | numbers
    eyes = {**_EYES_SIZED, "hidden_size": _WIDE}  # as wide as the words: the answer looks at both with the same weights
    config = hf.BlipConfig(text_config=words, vision_config=eyes, projection_dim=_WIDE)
    save(folder, model, config, hf.BlipProcessor(hf.BlipImageProcessor(size=_SQUARE), tokenizer))


def blip(folder: Path) -> None:
    _blip(folder, hf.BlipForConditionalGeneration)


def blip_vqa(folder: Path) -> None:
    _blip(folder, hf.BlipForQuestionAnswering)


def _querying(tokenizer: Any, words: Any) -> dict[str, Any]:
    """The parts of a Q-Former's config. words: the tokenizer that it reads itself."""
    return {
        "text_config": {
            "model_type": "opt",
            "vocab_size": len(tokenizer),
            "hidden_size": _WIDE,
            "word_embed_proj_dim": _WIDE,
            "ffn_dim": 128,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "max_position_embeddings": 2048,
        }
        | {f"{role}_token_id": getattr(tokenizer, f"{role}_token_id") for role in ("bos", "eos", "pad")},
        "vision_config": _EYES_SIZED,
        "qformer_config": {**_EYES, "encoder_hidden_size": _NARROW, "vocab_size": len(words)},
        "num_query_tokens": 8,
        "image_token_index": tokenizer.convert_tokens_to_ids("<image>"),
    }


def blip2(folder: Path) -> None:
    tokenizer = byte_level(["<image>"], bos="</s>", eos="</s>", pad="<pad>")
    processor = hf.Blip2Processor(hf.BlipImageProcessor(size=_SQUARE), tokenizer, num_query_tokens=8)
    config = hf.Blip2Config(**_querying(tokenizer, tokenizer))
    save(folder, hf.Blip2ForConditionalGeneration, config, processor)


def instructblip(folder: Path) -> None:
    tokenizer, reads = byte_level(["<image>"], bos="</s>", eos="</s>", pad="<pad>"), _word_pieces()
    processor = hf.InstructBlipProcessor(hf.BlipImageProcessor(size=_SQUARE), tokenizer, reads, num_query_tokens=8)
    config = hf.InstructBlipConfig(**_querying(tokenizer, reads))
    save(folder, hf.InstructBlipForConditionalGeneration, config, processor)


def kosmos2(folder: Path) -> None:
    slots = [f"<slot{n}>" for n in range(64)]  # the numbers behind <unk> stand for the parts of the picture
    tokenizer = byte_level(slots, first=[*_FAIRSEQ.values(), *slots], **_FAIRSEQ)
    pictures = hf.CLIPImageProcessor(size={"shortest_edge": _SIDE}, crop_size=_SQUARE)
    processor = hf.Kosmos2Processor(pictures, tokenizer)  # adds its tags and 1024 location words
    words = {"embed_dim": _WIDE, "ffn_dim": 128, "layers": 2, "attention_heads": 4, "max_position_embeddings": 2048}
    config = hf.Kosmos2Config(
        text_config={"vocab_size": len(tokenizer), **words}, vision_config=_EYES_SIZED, latent_query_num=64
    )
    save(folder, hf.Kosmos2ForConditionalGeneration, config, processor)


def florence2(folder: Path) -> None:
    tags = ["<od>", "</od>", "<ocr>", "</ocr>", "<poly>", "</poly>", "<sep>", "<and>"]
    places = [f"<loc_{n}>" for n in range(1000)]
    named = {"image_token": "<image>"}
    tokenizer = byte_level(
        [*places, *tags], named=named, first=[*_FAIRSEQ.values()], size=1800, padding_side="right", **_FAIRSEQ
    )
    pictures = hf.CLIPImageProcessor(size={"height": 64, "width": 64}, do_center_crop=False)
    pictures.image_seq_length = 5  # two by two, and their mean
    several = "description_with_bboxes_or_polygons"
    kinds = ("ocr", "phrase_grounding", "pure_text", "description_with_bboxes", "polygons", "bboxes", several)
    processor = hf.Florence2Processor(pictures, tokenizer, post_processor_config={kind: {} for kind in kinds})
    words = {"encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4, "decoder_attention_heads": 4}
    words |= {"d_model": _WIDE, "encoder_ffn_dim": 128, "decoder_ffn_dim": 128, "max_position_embeddings": 1024}
    words |= {"vocab_size": len(tokenizer), "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}
    eyes = {"depths": [1] * 4, "embed_dim": [16, 16, 32, 32], "num_heads": [2] * 4, "num_groups": [2] * 4}
    config = hf.Florence2Config(
        text_config={"model_type": "bart", **words, "decoder_start_token_id": 2, "forced_eos_token_id": 2},
        vision_config={**eyes, "window_size": 4, "projection_dim": _WIDE, "drop_path_rate": 0.0},
        image_token_id=tokenizer.convert_tokens_to_ids("<image>"),
        tie_word_embeddings=False,  # tied ones of random weights repeat the first token, which ends the text
    )
    save(folder, hf.Florence2ForConditionalGeneration, config, processor, decoder_start_token_id=2, num_beams=1)


def fuyu(folder: Path) -> None:
    """Its processor drops the first token of the picture: only a tokenizer that begins with an underscore has one to
    spare, and |SPEAKER| must be an ordinary piece of it, since an added token is split off before the underscore.
    """
    marks = ["<pad>", "<unk>", "<s>", "|ENDOFTEXT|", "|SPEAKER|", "|NEWLINE|", *(f"<0x0{n}>" for n in (4, 0, 1, 2, 3))]
    letters = ["\u2581", "\n", *(chr(code) for code in (*range(33, 127), *range(0xC0, 0x180)))]
    words = sorted({f"\u2581{word}" for word in " ".join(CORPUS).split()})
    scored = [(marks, 0.0), (letters, -10.0), (words, -5.0)]
    pieces = Tokenizer(models.Unigram([(piece, score) for some, score in scored for piece in some], unk_id=1))
    pieces.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    pieces.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    roles = {"bos_token": "<s>", "eos_token": "|ENDOFTEXT|", "pad_token": "<pad>", "unk_token": "<unk>"}
    tokenizer = hf.PreTrainedTokenizerFast(tokenizer_object=pieces, padding_side="left", **roles)
    patch = {"height": 30, "width": 30}
    pictures = hf.FuyuImageProcessor(size={"height": 120, "width": 120}, patch_size=patch)
    config = hf.FuyuConfig(
        text_config=_words(tokenizer, model_type="persimmon", hidden_act="relu2", qk_layernorm=True),
        patch_size=30,
        image_size=120,
        image_token_id=tokenizer.convert_tokens_to_ids("|SPEAKER|"),
    )
    save(folder, hf.FuyuForCausalLM, config, hf.FuyuProcessor(pictures, tokenizer))


def idefics(folder: Path) -> None:
    around = ["<fake_token_around_image>", "<image>", "<end_of_utterance>"]
    tokenizer = byte_level([], bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    plain = len(tokenizer)
    tokenizer.add_special_tokens({"extra_special_tokens": around})  # they have an embedding of their own, at the end
    eyes = {"embed_dim": _NARROW, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = hf.IdeficsConfig(
        **_words(tokenizer) | {"vocab_size": plain},
        additional_vocab_size=len(around),
        cross_layer_interval=1,
        qk_layer_norms=True,
        alpha_initializer="ones",  # zeros, where training begins, are deaf to pictures
        use_resampler=True,
        vision_config={**eyes, "image_size": _SIDE, "patch_size": _PATCH},
        perceiver_config={
            "use_resampler": True,
            "resampler_n_latents": 4,
            "resampler_depth": 1,
            "resampler_n_heads": 2,
        },
    )
    processor = hf.IdeficsProcessor(hf.IdeficsImageProcessor(image_size=_SIDE), tokenizer)
    save(folder, hf.IdeficsForVisionText2Text, config, processor)


CHECKPOINTS: dict[str, Callable[[Path], None]] = {
    "paligemma": paligemma,
    "paligemma2": paligemma2,
    "blip": blip,
    "blip-vqa": blip_vqa,
    "blip2": blip2,
    "instructblip": instructblip,
    "kosmos2": kosmos2,
    "florence2": florence2,
    "fuyu": fuyu,
    "idefics": idefics,
}
