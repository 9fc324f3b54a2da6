"""`transformers serve`, Hugging Face's OpenAI-compatible server, with tiny checkpoints: one that sees, a Whisper.

    python -m tests.tiny.server FOLDER PORT

The models are then called FOLDER/gemma3 and FOLDER/whisper. Torchvision is hidden from it: its Linux wheels are built
for CUDA, and beside a CPU torch their decoding of pictures fails. Gemma's pictures do not need it.
"""

import sys
from pathlib import Path

sys.modules["torchvision"] = None  # type: ignore[assignment]

import transformers as hf  # noqa: E402
from tokenizers.pre_tokenizers import ByteLevel  # noqa: E402
from transformers.cli.transformers import main  # noqa: E402

from tests.tiny.chat import CHECKPOINTS  # noqa: E402


def whisper(folder: Path) -> None:
    """Says six letters whatever it hears."""
    specials = (
        "<|endoftext|>",
        "<|startoftranscript|>",
        "<|en|>",
        "<|transcribe|>",
        "<|translate|>",
        "<|notimestamps|>",
    )
    numbers = {token: number for number, token in enumerate((*sorted(ByteLevel.alphabet()), *specials))}
    end, size = numbers["<|endoftext|>"], len(numbers) + 1501  # Whisper's tokens of time come last
    config = hf.WhisperConfig(
        vocab_size=size, d_model=32, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_target_positions=64,
        bos_token_id=end, eos_token_id=end, pad_token_id=end, decoder_start_token_id=numbers["<|startoftranscript|>"],
    )  # fmt: skip
    model = hf.WhisperForConditionalGeneration(config)
    model.generation_config = hf.GenerationConfig(
        decoder_start_token_id=config.decoder_start_token_id, eos_token_id=end, pad_token_id=end, max_length=8,
        no_timestamps_token_id=numbers["<|notimestamps|>"], is_multilingual=False,
        suppress_tokens=[number for number in range(size) if number not in map(numbers.get, "abcdefgh")],
    )  # fmt: skip
    model.save_pretrained(folder)
    tokenizer = hf.WhisperTokenizer(numbers, [], language="en", task="transcribe")
    hf.WhisperProcessor(hf.WhisperFeatureExtractor(), tokenizer).save_pretrained(folder)


if __name__ == "__main__":
    folder, port = Path(sys.argv[1]), sys.argv[2]
    CHECKPOINTS["gemma3"](folder / "gemma3")
    whisper(folder / "whisper")
    sys.argv[1:] = ["serve", "--device", "cpu", "--host", "127.0.0.1", "--port", port]
    main()
