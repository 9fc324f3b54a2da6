"""Replies as language models write them: lists, tables, recipes, addresses, code. What is heard of each, in order."""

import random

import pytest

from assistant.voice.speaking import Piece, Sentences

REPLIES = [
    (
        "| Item | Qty | Price |\n|:-----|:---:|------:|\n| Tea | 2 | $3.50 |\n| Milk | 1 L | $1.20 |\n\nThat is all.",
        ["Item, Qty, Price", "Tea, 2, 3 dollars 50", "Milk, 1 liter, 1 dollar 20", "That is all."],
    ),
    (
        "You need:\n- Fruit\n  - apples (2)\n- Bread\n\nThen:\n1. Peel them.\n2. **Cut** them.\n10. Serve.",
        ["You need:", "Fruit", "apples (2)", "Bread", "Then:", "1. Peel them.", "2. Cut them.", "10. Serve."],
    ),
    (
        "Here’s how:\n\n1. **Preheat** the oven to 350°F/175°C.\n2. Mix 2 cups (240 g) & 1/2 tsp salt.\n",
        ["Here’s how:", "1. Preheat the oven to 350°F, 175°C.", "2. Mix 2 cups (240 grams) & one half teaspoon salt."],
    ),
    ("> Quote.\n>\n> More.\n\n---\n\n### 2. Results\n\nDone!", ["Quote.", "More.", "2. Results", "Done!"]),
    ("**1. Wash it.** Then:\n\n**2. Cook it.**", ["1. Wash it. Then:", "2. Cook it."]),
    ("**Note:** it is im**port**ant — really!", ["Note: it is important — really!"]),
    (
        "Use `arr[0]`, not `df.head(10)`.[1] Others agree.[^3]\n\n[^3]: Smith.",
        ["Use arr[0], not df dot head(10). Others agree.", "Smith."],
    ),
    ("Run it:\n```python\nprint('hi. ho')\n```\nThis prints hi.", ["Run it:", "This prints hi."]),
    ('He said "Stop!" and left. "Why?" she asked. "Go." We went.',
     ['He said "Stop!" and left.', '"Why?" she asked.', '"Go."', "We went."]),
    ("Smith et al. (2019) say so, in vol. 2, etc. Then rest.",
     ["Smith et al. (2019) say so,", "in volume 2, etc.", "Then rest."]),
    ("It was sent on Dec 24, 2025, at 7 a.m. – 3 p.m. in Rome.",
     ["It was sent on Dec 24, 2025,", "at 7 a.m. to 3 p.m. in Rome."]),
    ("He is 6 ft 2 in. (188 cm). 🎉 Nice 💪🏽 :)", ["He is 6 feet 2 inches (188 centimetres).", "Nice"]),
    ("<details><summary>More</summary>\nHidden.\n</details>", ["More", "Hidden."]),
    ("Pros:\n✅ Fast\n❌ Dear", ["Pros:", "Fast", "Dear"]),
    (
        "版本 v2.13.0 已發布，詳見 https://example.com/zh-tw/下載 。",
        ["版本 2點13點0 已發布，", "詳見 example 點 com。"],
    ),
    ("電郵：wang.xm@mail.example.com 謝謝。", ["電郵：wang 點 xm at mail 點 example 點 com 謝謝。"]),
    ("iPhone 15 Pro Max的電池是4,422mAh。", ["iPhone 15 Pro Max的電池是4,422 毫安時。"]),
    ("步驟：\n1. 打開電源。\n2. 按「開始」。\n3. 等 3–5 分鐘。",
     ["步驟：", "1. 打開電源。", "2. 按「開始」。", "3. 等 3到5 分鐘。"]),
    ("| 項目 | 價格 |\n|---|---|\n| 茶 | $50 |", ["項目, 價格", "茶, 50元"]),
    ("• 早餐：牛奶250ml\n• 午餐：便當$100", ["早餐：牛奶250 毫升", "午餐：便當100元"]),
    ("注意⚠️：請勿觸摸🔥！✅完成", ["注意：請勿觸摸！", "完成"]),
]  # fmt: skip


def aloud(pieces: list[Piece]) -> list[str]:
    return [piece.said for piece in pieces]


@pytest.mark.parametrize(("reply", "pieces"), REPLIES)
def test_a_written_reply_is_read_as_a_person_would_read_it(reply: str, pieces: list[str]) -> None:
    whole = Sentences()
    assert aloud(whole.feed(reply) + whole.finish()) == pieces


@pytest.mark.parametrize("seed", range(20))
def test_no_sentence_of_them_is_dropped_or_doubled_however_they_arrive(seed: int) -> None:
    dice = random.Random(seed)
    chosen = dice.sample(REPLIES, 6)
    text = rest = "\n\n".join(reply for reply, _ in chosen)
    sentences, pieces, whole = Sentences(), list[Piece](), Sentences()
    while rest:
        size = dice.choice([1, 1, 2, 3, 5, 12, 60])
        pieces += sentences.feed(rest[:size])
        rest = rest[size:]
    pieces += sentences.finish()
    assert aloud(pieces) == aloud(whole.feed(text) + whole.finish())
    assert text.startswith("".join(piece.before + piece.written for piece in pieces))
    first = Sentences()
    assert aloud(pieces) == aloud(first.feed(chosen[0][0] + "\n\n") + first.finish()) + [
        said for reply, _ in chosen[1:] for said in _behind(reply)
    ]


def _behind(reply: str) -> list[str]:
    """What is heard of a reply where something was said before: no clause comes early."""
    sentences = Sentences()
    return aloud(sentences.feed("Yes. " + reply) + sentences.finish())[1:]
