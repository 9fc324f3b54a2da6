"""What is asked about the past: where, when, before that, what was there, what it said, who did it; and when."""

import pytest

from assistant.core.intents import (
    ForgetEverything,
    ForgetShown,
    ForgetSpan,
    ForgetThing,
    Intent,
    Open,
    ReadThat,
    SetRemembering,
    WhatSaid,
    WhatSeen,
    WhatShown,
    WhatWasAt,
    WhenSeen,
    WhereBefore,
    WhereIs,
    WhoDid,
)
from assistant.core.wording import to_simplified
from assistant.understanding import QUESTIONS, understand

KNOWN: list[tuple[str, Intent]] = [
    ("where were my glasses this morning?", WhereIs("glasses", "this morning")),
    ("this morning, where were my keys?", WhereIs("keys", "this morning")),
    ("where are Anna's keys?", WhereIs("Anna's keys")),
    ("where did I put my spectacles?", WhereIs("spectacles")),
    ("have you seen my keys today?", WhereIs("keys", "today")),
    ("where were my keys before lunch?", WhereIs("keys", "before lunch")),
    ("when did you see my keys yesterday?", WhereIs("keys", "yesterday")),
    ("where were they before that?", WhereBefore("")),
    ("where was it before", WhereBefore("")),
    ("and before that?", WhereBefore("")),
    ("where was the mug before?", WhereBefore("mug")),
    ("where did the mug use to be", WhereBefore("mug")),
    ("when did you last see my keys?", WhenSeen("keys")),
    ("what was on the desk?", WhatWasAt("desk")),
    ("what was on the desk this morning?", WhatWasAt("desk", "this morning")),
    ("what was on the kitchen table yesterday evening?", WhatWasAt("kitchen table", "yesterday evening")),
    ("what did you see in the kitchen yesterday?", WhatWasAt("kitchen", "yesterday")),
    ("do you remember what was on the desk this morning?", WhatWasAt("desk", "this morning")),
    ("what did the sign say?", WhatSaid("sign")),
    ("what did the label on the bottle say?", WhatSaid("label on the bottle")),
    ("can you tell me what the sign said yesterday?", WhatSaid("sign", "yesterday")),
    ("what was written on the poster?", WhatSaid("poster")),
    ("who moved the cup?", WhoDid("cup")),
    ("who took my keys?", WhoDid("keys")),
    ("who did that?", WhoDid("")),
    ("who was in the kitchen this morning?", WhoDid("")),
    ("what did I show you five minutes ago?", WhatShown("five minutes ago")),
    ("what did I show you earlier", WhatShown("earlier")),
    ("what did I show you just now", WhatShown()),
    ("what was I holding at noon?", WhatShown("at noon")),
    ("what did you see between two and three o'clock?", WhatSeen(300, "between two and three o'clock")),
    ("what did you see yesterday?", WhatSeen(300, "yesterday")),
    ("what did you see on Monday?", WhatSeen(300, "on Monday")),
    ("what did you see last night?", WhatSeen(300, "last night")),
    ("what did you see last week", WhatSeen(300, "last week")),
    ("what did you see in the last hour", WhatSeen(3600)),
    ("forget this picture", ForgetShown()),
    ("forget that", ForgetShown()),
    ("forget what I just showed you", ForgetShown()),
    ("forget what you just saw", ForgetSpan(60)),
    ("don't remember this", SetRemembering(False)),
    ("you may remember again", SetRemembering(True)),
    ("我的眼鏡在哪裡？", WhereIs("眼鏡")),
    ("小明的鑰匙在哪裡？", WhereIs("小明的鑰匙")),
    ("where is my 眼鏡?", WhereIs("眼鏡")),
    ("where are 小明's keys", WhereIs("小明's keys")),
    ("我的iPhone在哪裡", WhereIs("iPhone")),
    ("我昨天把錢包放在哪裡", WhereIs("錢包", "昨天")),
    ("我的鑰匙昨天晚上在哪裡", WhereIs("鑰匙", "昨天晚上")),
    ("眼鏡之前在哪裡？", WhereBefore("眼鏡")),
    ("再之前呢？", WhereBefore("")),
    ("那之前呢", WhereBefore("")),
    ("它之前在哪里", WhereBefore("")),
    ("你最後一次看到我的鑰匙是什麼時候？", WhenSeen("鑰匙")),
    ("什么时候看到我的钥匙", WhenSeen("钥匙")),
    ("今天早上桌上有什麼？", WhatWasAt("桌上", "今天早上")),
    ("昨天晚上餐桌上放了什麼？", WhatWasAt("餐桌", "昨天晚上")),
    ("厨房里昨天有什么", WhatWasAt("厨房", "昨天")),
    ("招牌上寫什麼？", WhatSaid("招牌")),
    ("瓶子上的標籤寫了什麼", WhatSaid("瓶子上的標籤")),
    ("誰動了杯子？", WhoDid("杯子")),
    ("我的钥匙被谁拿走了", WhoDid("钥匙")),
    ("五分鐘前我給你看了什麼？", WhatShown("五分鐘前")),
    ("你昨天看到什麼", WhatSeen(300, "昨天")),
    ("上周你看到什么", WhatSeen(300, "上周")),
    ("忘記這張照片", ForgetShown()),
    ("忘掉那個", ForgetShown()),
    ("把剛才給你看的忘掉", ForgetShown()),
    ("不要記這個", SetRemembering(False)),
    ("你可以再記了", SetRemembering(True)),
    # The present, and text held up now, are asked about as before.
    ("what does the sign say?", ReadThat()),
    ("what did it say", ReadThat()),
    ("what's written on the label?", ReadThat()),
    ("這張紙上寫了什麼", ReadThat()),
    ("what is on the desk?", Open()),
    ("桌上有什麼", Open()),
]


OUT_OF_SCOPE = [
    "I can't find my earbuds, where did I leave them?",
    "剛剛一小時前我展示了什麼",
    "what is the capital of France",
    "what did I tell you yesterday",
    "when did the war end",
    "when was the Eiffel tower built",
    "who has the best pizza in town",
    "昨晚誰贏了比賽",
    "你昨天睡得好嗎",
    "what did you notice while we were here between 4 and 5 pm",
    "who painted the Mona Lisa",
    "what was in the news yesterday",
    "who won the game last night",
    "where were you last night",
    "昨天的新聞有什麼",
    "誰是美國總統",
    "what did the president say yesterday",
    "forget that idea",
    "who took the train to Paris in the film",
    "what was the weather like yesterday",
    "what did you eat yesterday",
    "what did Anna say yesterday",
    "where was Napoleon born",
    "what happened to the Roman Empire",
    "昨天天气怎么样",
    "昨天你做了什麼",
    "明天早上桌上會有什麼",
    "where will my keys be tomorrow",
    "forget that I asked",
    "忘了密碼",
]

KEEPS_THE_PICTURE = [
    "don't forget this picture",
    "did you forget this picture?",
    "can you forget this picture",
    "forget that idea",
    "forget this nonsense",
    "forget that I asked",
    "forget it",
    "delete this",
    "delete the file",
    "forget last week",
    "forget pictures",
    "never forget this picture",
    "別忘記這張照片",
    "不要忘記這張照片",
    "忘了密碼",
    "我忘了這個",
    "忘掉前天的事",
    "忘掉上週的事",
    "刪除這個檔案",
]


@pytest.mark.parametrize(("said", "meant"), KNOWN)
def test_what_is_asked_about_the_past_is_understood(said: str, meant: Intent) -> None:
    assert understand(said) == meant


@pytest.mark.parametrize(("said", "meant"), KNOWN)
def test_both_chinese_scripts_mean_the_same(said: str, meant: Intent) -> None:
    assert type(understand(to_simplified(said))) is type(meant)


@pytest.mark.parametrize("said", OUT_OF_SCOPE)
def test_what_is_no_question_about_what_was_seen_stays_open(said: str) -> None:
    assert understand(said) == Open()


@pytest.mark.parametrize("said", KEEPS_THE_PICTURE)
def test_nothing_is_forgotten_by_a_manner_of_speaking(said: str) -> None:
    assert not isinstance(understand(said), ForgetEverything | ForgetShown | ForgetSpan | ForgetThing)


def test_the_ears_listen_for_the_past_too() -> None:
    asked = " ".join(QUESTIONS)
    for words in ("before that", "what was on the", "who (moved", "what did the (sign", "last see"):
        assert words in asked
