"""Questions about the past in words that the rules were not written with, and in no words at all."""

import random
import time
from collections.abc import Iterator

import pytest

from assistant.core.intents import (
    ForgetShown,
    Intent,
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
from assistant.understanding import understand
from assistant.understanding.times import interval
from tests.test_past_questions import KNOWN

# Written after the rules: 53 of these 57 were understood at first sight, and the nine beside them that are out
# of scope were all left alone.
UNSEEN: list[tuple[str, Intent]] = [
    (
        "Where were my house keys at around six yesterday evening?",
        WhereIs("house keys", "at around six yesterday evening"),
    ),
    ("yesterday at noon, where was the laptop?", WhereIs("laptop", "yesterday at noon")),
    ("Where did I leave my umbrella on Friday?", WhereIs("umbrella", "on Friday")),
    ("Have you seen Tom's jacket since this morning?", WhereIs("Tom's jacket", "since this morning")),
    ("did you see my wallet in the last two hours?", WhereIs("wallet", "in the last two hours")),
    ("where had the scissors been before that?", WhereBefore("scissors")),
    ("And where was it before then?", WhereBefore("")),
    ("So where did I have my charger before?", WhereBefore("charger")),
    ("what about before that", WhereBefore("")),
    ("Where was the vase before someone moved it?", WhereBefore("vase")),
    ("How long ago did you last see the cat?", WhenSeen("cat")),
    ("what time did you last see my phone", WhenSeen("phone")),
    ("Do you know when my headphones were last seen?", WhenSeen("headphones")),
    ("when was the last time you noticed my passport", WhenSeen("passport")),
    ("What was lying on the sofa last night?", WhatWasAt("sofa", "last night")),
    ("What things were in the kitchen drawer on Sunday?", WhatWasAt("kitchen drawer", "on Sunday")),
    ("Can you remember what was next to the lamp at half past two?", WhatWasAt("lamp", "at half past two")),
    ("was there anything on my chair an hour ago?", WhatWasAt("chair", "an hour ago")),
    ("What did I leave on the counter this afternoon?", WhatWasAt("counter", "this afternoon")),
    ("What did that poster in the hallway say?", WhatSaid("poster in the hallway")),
    ("what was printed on the receipt yesterday?", WhatSaid("receipt", "yesterday")),
    ("tell me what the note on the fridge said", WhatSaid("note on the fridge")),
    ("Who has taken my mug?", WhoDid("mug")),
    ("who put the box under the table?", WhoDid("box")),
    ("Who was the last person to use the scissors?", WhoDid("scissors")),
    ("What was it that I showed you at three o'clock?", WhatShown("at three o'clock")),
    ("which thing did I hold up ten minutes ago", WhatShown("ten minutes ago")),
    ("What happened here between four and five?", WhatSeen(300, "between four and five")),
    ("tell me what you saw the day before yesterday", WhatSeen(300, "the day before yesterday")),
    ("What went on this morning?", WhatSeen(300, "this morning")),
    ("please delete this photo", ForgetShown()),
    ("forget the picture I just showed you", ForgetShown()),
    ("don't store this", SetRemembering(False)),
    ("我的雨伞昨天下午在哪儿？", WhereIs("雨伞", "昨天下午")),
    ("今天中午我的手機放在哪裡?", WhereIs("手機", "今天中午")),
    ("你今天有沒有看到媽媽的眼鏡", WhereIs("媽媽的眼鏡", "今天")),
    ("在這之前鑰匙放在哪裡?", WhereBefore("鑰匙")),
    ("那它更早之前在哪里", WhereBefore("")),
    ("剪刀原本放在哪裡", WhereBefore("剪刀")),
    ("上次看到我的錢包是幾點", WhenSeen("錢包")),
    ("护照最后一次出现是什么时候", WhenSeen("护照")),
    ("你多久沒看到我的貓了", WhenSeen("貓")),
    ("昨晚沙發上有哪些東西", WhatWasAt("沙發", "昨晚")),
    ("两个小时前书桌上放着什么", WhatWasAt("书桌", "两个小时前")),
    ("你記得今天早上冰箱裡有什麼嗎", WhatWasAt("冰箱", "今天早上")),
    ("上週五架子上擺了什麼?", WhatWasAt("架子", "上週五")),
    ("昨天那張海報上寫了什麼", WhatSaid("海報", "昨天")),
    ("药瓶上的标签写了什么", WhatSaid("药瓶上的标签")),
    ("是誰把遙控器拿走了", WhoDid("遙控器")),
    ("谁喝了我的咖啡", WhoDid("咖啡")),
    ("半小时前我给你看的是什么", WhatShown("半小时前")),
    ("我昨天晚上拿什麼給你看", WhatShown("昨天晚上")),
    ("昨天晚上八點到九點發生了什麼事", WhatSeen(300, "昨天晚上八點到九點")),
    ("前天你都看見了什麼", WhatSeen(300, "前天")),
    ("請把這張照片刪掉", ForgetShown()),
    ("忘了我刚才给你看的东西", ForgetShown()),
    ("先不要記住這個", SetRemembering(False)),
]

# Written after the misses of the first batch were mended, further from the rules: 48 of 58, and ten of the twelve that
# are out of scope. The rules were mended again since.
UNSEEN_AGAIN: list[tuple[str, Intent]] = [
    ("what was in my bag on Tuesday morning", WhatWasAt("bag", "on Tuesday morning")),
    ("before lunch, what was on the table?", WhatWasAt("table", "before lunch")),
    ("Where's Grandma's hearing aid been since yesterday?", WhereIs("Grandma's hearing aid", "since yesterday")),
    ("Do you know where I put the scissors last weekend?", WhereIs("scissors", "last weekend")),
    ("where did you last see the dog", WhereIs("dog")),
    ("Where was my wife's phone a few minutes ago?", WhereIs("wife's phone", "a few minutes ago")),
    ("where was the blue mug at 9:30 this morning", WhereIs("blue mug", "at 9:30 this morning")),
    ("Where were my shoes before you saw them in the hall?", WhereBefore("shoes")),
    ("And before this?", WhereBefore("")),
    ("where did it use to be?", WhereBefore("")),
    ("where was the key kept previously", WhereBefore("key")),
    ("when did I last have my badge", WhenSeen("badge")),
    ("how long is it since you saw my glasses", WhenSeen("glasses")),
    ("when have you last seen Anna's bag?", WhenSeen("Anna's bag")),
    ("What was on the whiteboard this morning?", WhatSaid("whiteboard", "this morning")),
    ("What did the screen say a minute ago?", WhatSaid("screen", "a minute ago")),
    ("what was written on the envelope", WhatSaid("envelope")),
    ("what did you see on the windowsill around noon", WhatWasAt("windowsill", "around noon")),
    ("what else was on the shelf?", WhatWasAt("shelf")),
    ("who's been using my laptop?", WhoDid("laptop")),
    ("Who left the window open?", WhoDid("window")),
    ("who ate the last cookie", WhoDid("cookie")),
    ("did you see who took my pen?", WhoDid("pen")),
    ("Show me what I showed you yesterday", WhatShown("yesterday")),
    ("what did I show you before lunch?", WhatShown("before lunch")),
    ("what have you seen since noon?", WhatSeen(300, "since noon")),
    ("Tell me everything you saw yesterday evening.", WhatSeen(300, "yesterday evening")),
    ("What did I miss this afternoon?", WhatSeen(300, "this afternoon")),
    ("what happened on the 3rd", WhatSeen(300, "on the 3rd")),
    ("Erase that picture, please.", ForgetShown()),
    ("please forget this image", ForgetShown()),
    ("don't remember any of this", SetRemembering(False)),
    ("you can remember things again now", SetRemembering(True)),
    ("钥匙星期天在哪里", WhereIs("钥匙", "星期天")),
    ("早上我把藥放在哪裡了", WhereIs("藥", "早上")),
    ("我的帽子上個星期放哪裡", WhereIs("帽子", "上個星期")),
    ("爸爸的老花鏡刚才在哪里", WhereIs("爸爸的老花鏡", "刚才")),
    ("你刚才看到我的手机了吗", WhereIs("手机", "刚才")),
    ("手機移動之前在哪裡", WhereBefore("手機")),
    ("那麼再之前在哪裡呢", WhereBefore("")),
    ("之前放在哪儿", WhereBefore("")),
    ("我最近一次看到护照是哪天", WhenSeen("护照")),
    ("你是什麼時候最後一次看到雨傘的", WhenSeen("雨傘")),
    ("三月三號書桌上有什麼", WhatWasAt("書桌", "三月三號")),
    ("昨天下午你在廚房看到什麼", WhatWasAt("廚房", "昨天下午")),
    ("刚才茶几上放了哪些东西", WhatWasAt("茶几", "刚才")),
    ("門口的告示寫了什麼", WhatSaid("門口的告示")),
    ("今天早上的信上寫了什麼", WhatSaid("信", "今天早上")),
    ("谁把我的椅子搬走了", WhoDid("椅子")),
    ("是誰打開了窗戶", WhoDid("窗戶")),
    ("昨天我给你看过什么", WhatShown("昨天")),
    ("十分鐘前我拿著什麼", WhatShown("十分鐘前")),
    ("星期六晚上你看到了些什麼", WhatSeen(300, "星期六晚上")),
    ("今天上午发生了什么", WhatSeen(300, "今天上午")),
    ("忘掉這張圖", ForgetShown()),
    ("把那张照片忘掉", ForgetShown()),
    ("以后不要记这个了", SetRemembering(False)),
    ("你又可以記住了", SetRemembering(True)),
]

# And a third time: 40 of 48, and eight of nine. This is about what new paraphrases meet; the rules were mended since.
UNSEEN_LAST: list[tuple[str, Intent]] = [
    ("Hey, where was my water bottle this afternoon?", WhereIs("water bottle", "this afternoon")),
    ("Can you tell me where my rucksack was at five to nine?", WhereIs("rucksack", "at five to nine")),
    ("where did Anna put the scissors yesterday?", WhereIs("scissors", "yesterday")),
    ("where might I have left my keys last night", WhereIs("keys", "last night")),
    ("Where were the pills right before lunch?", WhereIs("pills", "right before lunch")),
    ("in the last hour, where was my phone", WhereIs("phone", "in the last hour")),
    ("what was the place before that?", WhereBefore("")),
    ("where did you see the remote before that", WhereBefore("remote")),
    ("Where has my bag been before?", WhereBefore("bag")),
    ("when did you see the cat last", WhenSeen("cat")),
    ("At what time was my wallet last seen?", WhenSeen("wallet")),
    ("Remember when you last saw my ring?", WhenSeen("ring")),
    ("what lay on the floor on Saturday morning?", WhatWasAt("floor", "on Saturday morning")),
    ("What could you see on the desk at noon?", WhatWasAt("desk", "at noon")),
    ("what was inside the fridge yesterday", WhatWasAt("fridge", "yesterday")),
    ("which items were on the shelf before lunch", WhatWasAt("shelf", "before lunch")),
    ("What was on Peter's table?", WhatWasAt("Peter's table")),
    ("Do you remember what the menu said?", WhatSaid("menu")),
    ("what did you read on the label?", WhatSaid("label")),
    ("What did the letter from the bank say?", WhatSaid("letter from the bank")),
    ("who knocked over the vase", WhoDid("vase")),
    ("who turned off the lamp last night?", WhoDid("lamp")),
    ("Do you know who has my charger?", WhoDid("charger")),
    ("what did I hold up to the camera this morning", WhatShown("this morning")),
    ("what were the things I showed you on Monday", WhatShown("on Monday")),
    ("What was going on in the room at three?", WhatSeen(300, "at three")),
    ("have you noticed anything since yesterday", WhatSeen(300, "since yesterday")),
    ("what did you see from 9 to 11 am", WhatSeen(300, "from 9 to 11 am")),
    ("Forget the photo you just showed me", ForgetShown()),
    ("delete that image please", ForgetShown()),
    ("stop remembering for now", SetRemembering(False)),
    ("我的藥昨天早上放在哪裡了?", WhereIs("藥", "昨天早上")),
    ("星期三的時候行李箱在哪裡", WhereIs("行李箱", "星期三的時候")),
    ("小美的围巾前天在哪儿", WhereIs("小美的围巾", "前天")),
    ("遙控器在那之前放哪裡", WhereBefore("遙控器")),
    ("更早的時候呢", WhereBefore("")),
    ("什麼時候最後看到我的戒指", WhenSeen("戒指")),
    ("我上一次看到老花镜是几点", WhenSeen("老花镜")),
    ("今天下午廚房的桌子上有些什麼", WhatWasAt("廚房的桌子", "今天下午")),
    ("昨天床上放了什么东西", WhatWasAt("床上", "昨天")),
    ("冰箱上的便條寫了什麼", WhatSaid("冰箱上的便條")),
    ("刚才路牌上写的是什么", WhatSaid("路牌", "刚才")),
    ("是谁把灯关了", WhoDid("灯")),
    ("我的蛋糕是誰吃掉的", WhoDid("蛋糕")),
    ("一小時前我展示了什麼", WhatShown("一小時前")),
    ("中午的時候你看到了什麼", WhatSeen(300, "中午的時候")),
    ("昨晚家裡發生了什麼事", WhatSeen(300, "昨晚")),
    ("刪掉剛才那張照片", ForgetShown()),
]


@pytest.mark.parametrize(("said", "meant"), UNSEEN + UNSEEN_AGAIN + UNSEEN_LAST)
def test_other_words_for_the_same_are_understood(said: str, meant: Intent) -> None:
    assert understand(said) == meant


@pytest.mark.parametrize(("said", "meant"), UNSEEN + UNSEEN_AGAIN + UNSEEN_LAST)
def test_both_chinese_scripts_mean_the_same(said: str, meant: Intent) -> None:
    assert type(understand(to_simplified(said))) is type(meant)


def test_each_time_that_is_carried_can_be_resolved() -> None:
    now = 1_795_530_600.0  # a Tuesday afternoon
    carried = [getattr(intent, "when", "") for _, intent in KNOWN + UNSEEN + UNSEEN_AGAIN + UNSEEN_LAST]
    assert [when for when in carried if when and interval(when, now) is None] == []


def hostile() -> Iterator[str]:
    """Beginnings of questions before one endless word, and words of the rules in any order."""
    draw = random.Random(4)
    questions = [said for said, _ in KNOWN + UNSEEN]
    for said in questions:
        begin, endless = said[: draw.randrange(len(said))], draw.choice(("a", "on ", "的", "'s "))
        yield (begin + endless * 500)[: draw.choice((60, 160, 500))]
    for begin in (
        "who put the cup on ",
        "what did the label on ",
        "where was it before you ",
        "what was on the ",
        "誰把",
    ):
        yield from ((begin + endless * 500)[:500] for endless in ("a", "a ", "過"))
    words = [word for said in questions for word in (said.split() if said.isascii() else (said[:4], said[4:8]))]
    for _ in range(100):
        few = draw.sample(words, 4)
        yield " ".join(draw.choice(few) for _ in range(200))[: draw.choice((60, 160, 500))]


def test_no_text_takes_long_whatever_it_is_made_of() -> None:
    """Of 56,000 such texts the slowest took 40 ms; one nested quantifier, tried here once, took minutes."""
    slowest = 0.0
    for text in hostile():
        began = time.process_time()
        understand(text)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 0.5
