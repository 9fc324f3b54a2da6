"""Which model, in which form, where: the same for the same machine, and with the numbers where none fits."""

import pytest

from assistant.core.errors import ModelError
from models.local.choices import CHOICES, below, choose, smaller
from models.local.fitting import fit
from models.local.machine import Accelerator, Machine
from models.local.placing import CACHES, CHUNK, CONTEXT, RUNTIME, Weights, needed, place

GB = 10**9
LARGE = Weights(linear=7 * GB, head=GB // 2, other=GB, cached=65_536, active=50_000, beside=("eyes",), output=("head",))
SMALL = Weights(linear=GB, head=0, other=GB // 4, cached=8_192, active=8_192)


def card(gigabytes: float, number: int = 0, *, bf16: bool = True) -> Accelerator:
    return Accelerator(f"cuda:{number}", "a card", int(gigabytes * GB), int(gigabytes * GB), bf16)


def apple(gigabytes: float) -> Accelerator:
    return Accelerator("mps", "Apple", int(gigabytes * GB), int(gigabytes * GB))


def machine(ram: float, *cards: Accelerator, cores: int = 8, bf16: bool = True) -> Machine:
    return Machine(int(ram * GB), int(ram * GB * 1.5), cores, bf16, cards)


def test_what_is_needed_is_weights_and_caches_and_activations_and_the_runtime() -> None:
    talk = 2 * (65_536 * CONTEXT * CACHES + 50_000 * CHUNK) + RUNTIME
    assert needed(LARGE, "none", "bfloat16") == 17 * GB + talk
    assert needed(LARGE, "8bit", "bfloat16") == 10 * GB + talk  # output layer and eyes stay as they are
    assert needed(LARGE, "4bit", "bfloat16") == int(7 * GB * 0.5625) + 3 * GB + talk
    assert needed(LARGE, "int8", "bfloat16") == 9.5 * GB + talk


def test_an_output_layer_that_is_the_embeddings_counts_once() -> None:
    tied = Weights(linear=GB, head=GB // 4, other=GB // 2, cached=0, active=0, tied=True)
    assert needed(tied, "none", "bfloat16") == 3 * GB + RUNTIME
    assert needed(tied, "int8", "bfloat16") == GB + GB // 4 + GB + RUNTIME  # one narrow, one for looking words up


def test_a_card_takes_it_as_it_is_or_else_in_4_bit() -> None:
    forms = [plan.form if (plan := place(LARGE, "auto", machine(4, card(size)))) else None for size in (24, 12, 4)]
    assert forms == ["none", "4bit", None]


def test_the_eyes_and_the_output_layer_are_left_alone_in_4_bit() -> None:
    plan = place(LARGE, "4bit", machine(4, card(24)))
    assert plan is not None
    assert plan.untouched == ("eyes", "head")


def test_the_second_card_is_taken_where_the_first_is_full() -> None:
    plan = place(LARGE, "auto", machine(4, card(2), card(24, 1)))
    assert plan is not None
    assert (plan.device, plan.form, plan.spread) == ("cuda:1", "none", {})


def test_two_cards_share_what_neither_can_hold() -> None:
    plan = place(LARGE, "none", machine(4, card(16), card(16, 1)))
    assert plan is not None
    assert sorted(map(str, plan.spread)) == ["0", "1"]
    assert all(9 * GB < room < 15 * GB for room in plan.spread.values())


def test_a_card_without_bf16_takes_fp16_and_a_processor_without_it_fp32() -> None:
    on_card = place(SMALL, "none", machine(4, card(24, bf16=False)))
    on_cpu = place(SMALL, "none", machine(16, bf16=False))
    assert on_card is not None
    assert on_cpu is not None
    assert (on_card.dtype, on_cpu.dtype) == ("float16", "float32")


@pytest.mark.parametrize("quantization", ["auto", "none", "8bit", "4bit"])
@pytest.mark.parametrize("bf16", [True, False])
def test_nothing_runs_in_fp16_on_a_processor(quantization: str, bf16: bool) -> None:
    plan = place(SMALL, quantization, machine(64, bf16=bf16))  # type: ignore[arg-type]
    assert plan is not None
    assert plan.dtype == ("bfloat16" if bf16 else "float32")


def test_a_processor_takes_int8_for_speed_and_4_bit_only_for_memory() -> None:
    forms = [plan.form if (plan := place(LARGE, "auto", machine(ram))) else None for ram in (40, 14.5, 4)]
    assert forms == ["int8", "4bit", None]


def test_the_processor_beside_a_card_that_is_too_small_comes_with_a_warning() -> None:
    plan = place(LARGE, "auto", machine(64, card(4)))
    assert plan is not None
    assert plan.device == "cpu"
    assert "slowly" in plan.warning


def test_a_part_in_main_memory_is_the_last_resort_and_said() -> None:
    plan = place(LARGE, "none", machine(14, card(14)))
    assert plan is not None
    assert set(plan.spread) == {0, "cpu"}
    assert "very slow" in plan.warning


def test_bitsandbytes_is_not_asked_for_on_apple() -> None:
    plan = place(LARGE, "auto", machine(30, apple(16)))
    assert plan is not None
    assert (plan.device, plan.form) == ("cpu", "int8")


def test_weights_that_are_quantized_already_stay_as_they_are() -> None:
    own = Weights(linear=7 * GB, head=0, other=GB, cached=0, active=0, own="bitsandbytes", own_bytes=5 * GB)
    for quantization in ("auto", "none", "8bit"):
        plan = place(own, quantization, machine(4, card(8)))
        assert plan is not None
        assert plan.form == "own"


def test_what_does_not_fit_is_told_with_the_numbers_and_what_would() -> None:
    with pytest.raises(ModelError) as told:
        fit("Huge-9B", LARGE, "auto", machine(4, card(6)))
    assert str(told.value) == (
        "Huge-9B does not fit: it needs 20.0 GB in bf16, 9.9 GB in 4-bit; free are 6.0 GB on a card, "
        "3.4 GB of main memory. The next smaller one that fits: --vlm transformers:Qwen/Qwen3.5-4B"
    )


def test_a_form_that_was_asked_for_and_does_not_fit_is_not_replaced_in_silence() -> None:
    with pytest.raises(ModelError, match="It fits with --quantization auto"):
        fit("Huge-9B", LARGE, "none", machine(4, card(12)))


def test_a_machine_too_small_for_any_is_told_of_servers() -> None:
    with pytest.raises(ModelError, match=r"name a server \(--vlm openai"):
        fit("Huge-9B", LARGE, "auto", machine(1.0))


@pytest.mark.parametrize(
    ("here", "id"),
    [
        (Machine(2 * GB, 4 * GB, 2), None),
        (Machine(4 * GB, 8 * GB, 2), "HuggingFaceTB/SmolVLM-256M-Instruct"),
        (Machine(5 * GB, 8 * GB, 4), "Qwen/Qwen3.5-0.8B"),
        (Machine(11 * GB, 16 * GB, 4, cpu_bf16=True), "Qwen/Qwen3.5-2B"),
        (Machine(26 * GB, 32 * GB, 8, cpu_bf16=True), "Qwen/Qwen3.5-4B"),
        (machine(16, card(3.8)), "Qwen/Qwen3.5-2B"),
        (machine(16, card(6)), "Qwen/Qwen3.5-4B"),
        (machine(16, card(8)), "Qwen/Qwen3.5-4B"),
        (machine(16, card(12)), "Qwen/Qwen3.5-9B"),
        (machine(16, card(16)), "Qwen/Qwen3.5-9B"),
        (machine(16, card(24)), "Qwen/Qwen3.6-27B"),
        (machine(16, card(48)), "Qwen/Qwen3.6-27B"),
        (machine(16, card(80)), "Qwen/Qwen3.6-27B"),
        (machine(16, card(12), card(12, 1)), "Qwen/Qwen3.6-27B"),
        (machine(6, apple(5.5)), "Qwen/Qwen3.5-0.8B"),
        (machine(12, apple(11)), "Qwen/Qwen3.5-4B"),
        (machine(30, apple(27)), "Qwen/Qwen3.5-9B"),
    ],
)
def test_auto_takes_the_best_that_fits_and_answers_soon(here: Machine, id: str | None) -> None:
    chosen = choose(here)
    assert (chosen.id if chosen else None) == id


def test_who_speaks_chinese_gets_a_model_that_does_or_none() -> None:
    small = Machine(4 * GB, 8 * GB, 2)
    assert choose(small, ("zh", "en")) is None
    assert choose(small, ("en", "zh")) is not None
    assert choose(small, ("en-GB",)) is not None


def test_more_memory_never_means_a_smaller_model() -> None:
    sizes = [chosen.parameters if (chosen := choose(machine(16, card(size)))) else 0 for size in range(3, 100)]
    assert sizes == sorted(sizes)


def test_the_table_goes_down_and_every_model_may_be_used_freely() -> None:
    assert [smaller(choice) for choice in CHOICES] == [*CHOICES[1:], None]
    parameters = [choice.parameters for choice in CHOICES]
    assert parameters == sorted(parameters, reverse=True)
    assert {choice.licence for choice in CHOICES} <= {"Apache-2.0", "MIT"}


def test_below_offers_only_what_is_smaller_and_fits() -> None:
    here = machine(16, card(24))
    for choice in CHOICES:
        other = below(choice.parameters, here)
        assert other is None or (other.parameters < choice.parameters and place(other.weights, "auto", here))
