"""How words close, without a mark behind them: whole, open, or trailing off."""

import pytest

from assistant.turns.closing import closing, leans, length
from assistant.turns.closing.closings import Closing

SAID: dict[Closing, tuple[str, ...]] = {
    "answer": ("yes", "No.", "ok", "um, yes", "oh no", "never mind", "read that", "好的", "不用", "可以。"),
    "question": (
        "where are my glasses",
        "what did I show you five minutes ago",
        "what should I do",
        "could you explain how a rainbow comes about",
        "what on earth is going on",
        "what does this house have",
        "who are you",
        "is there anything on the floor",
        "can you read this for me",
        "我的眼鏡在哪裡？",
        "你看得到這個嗎",
        "這是什麼",
        "這是什麽",
        "你能不能帮我读一下",
        "为什么洗衣机的灯一直在闪",
    ),
    "request": ("tell me about it", "remember that my keys are on the piano", "水開了的時候告訴我"),
    "statement": ("the weather is nice today", "I do not know where they are", "我今天買了一本書", "钥匙在花盆下面"),
    "fragment": ("my two dogs", "a cup of tea with milk", "左邊"),
    "perhaps": ("which key is the padlock for", "I would like this", "我昨天买了一条", "show me"),
    "open": (
        "where is my",
        "where did you",
        "where should I keep",
        "what colour",
        "what is",
        "could you tell me if the",
        "can you tell me",
        "if you see my glasses",
        "put the red one in…",
        "so what I want is,",
        "and then the",
        "我想要",
        "因为我的",
        "如果你看到我的手機",
        "把钥匙放在",
        "呃……",
    ),
    "filler": ("I was thinking, um", "well", "so", "嗯", "我想買那個"),
    "unknown": ("", "…", "?"),
}


# Everyday sentences, and the same kind broken off.
WHOLE = """
who painted the ceiling of the Sistine Chapel / who invented the telephone / who wrote this song
who lives next door / what happened to the big lamp / what is this book about / what are you thinking about
what does it look like / where are you from / where did it come from / what is it for / what is that called
what's wrong / what is wrong with it / what's the weather like tomorrow / what about this one
where is everybody / when did Rome fall / when does the shop close / how does gravity work / how do I fix this
how old is she / how much does it cost / how many people were invited / why did it stop / why is the sky blue
how many legs does a spider have / how much time do we need
which of them is heavier / which train leaves first / is the oven on / is it raining / is this milk still good
is that you / are these yours / was that the doorbell / did she call back / did anything change
do you know where my phone is / do I look tired / does it hurt / can you read this / can you hear me
could you speak louder / have you seen my wallet / should I bring an umbrella / would you like some tea
tell me what time it is / tell me a joke / turn it on / switch the lamp off / dim the lights
set a timer for ten minutes / look at this / read it to me / remember this place / call my brother
describe what you see / translate this into Spanish / let me think about it / I don't know / I think so
I have no idea what that is / I parked the car behind the church / I gave it to her / the soup tastes salty
the wall is white / my sister arrives tomorrow / we ate all of it / it broke yesterday / that was quick
nobody answered the door / when I was young we lived by the sea / good morning / why not / not now / maybe later
who broke the vase / who designed this building / where does she live / when will it be ready
what time does the film start / why is my screen flickering / how long should I boil the eggs
which one is cheaper / is this chair wobbly / are the windows closed / does the dog bite
did the package arrive / could we start over / will it snow on Friday / has anyone fed the cat
pour me a glass of water / measure this table / repeat that / skip this song / explain the rules of chess
I lost my ring at the beach / she teaches maths / they moved to Berlin last year / my back hurts
there's a spider in the bath / it smells of gas / you were right / I prefer the other shop / what am I holding
what did you say / do you like it / what's in the box / how do you spell that / can I eat this
where was it made / he never listens / the keys are in the blue jacket / that's enough
what does the sticker on the back say / what floor are we on / which drawer is the tape in
is this mushroom safe to eat / is it hard to carry / hang it on the shelf above / is it raining heavily / wait a bit
give me a call / is the printer in use / how much should I use / is this different / the first time was better
is there a path in the forest / we walked to the west / that was at full speed / does it have a speed
turn to the left / are they friendly / the last time I wore it was in March
are the beds made / how many cups does the big pot make / is there a shop here and if so where
when I come in where is the switch / if I stand here can you see me / is this water too warm / did you see that
這張照片是在哪裡拍的 / 你在看什麼 / 現在幾點了 / 這個多少錢 / 誰打電話來了 / 今天會下雨嗎 / 你覺得怎麼樣
這件衣服好看嗎 / 我的車停在哪裡 / 他為什麼不來 / 這是誰的 / 我不知道 / 我餓了 / 謝謝你 / 我也是 / 還沒
把燈關掉 / 再說一遍 / 打開窗戶 / 幫我看看這個 / 等一下 / 記住這個地方 / 牆是白色的 / 這個字怎麼念
鍋里煮的是什么 / 你听得见我吗 / 明天几点开会 / 门锁好了没有 / 这样对不对 / 你叫什么名字 / 给我讲个笑话
我刚才说了什么 / 帮我定一个十分钟的闹钟 / 水在烧了 / 我把伞忘在车上了 / 她昨天来过 / 猫在沙发上睡觉
我的手机在哪 / 你要去哪 / 蓝色的是我弟弟的 / 我的生日是明天 / 那是很久以前 / 再说 / 这个字怎么说 / 不是现在
打開 WiFi / 我想買 iPhone / 「你看得到嗎？」
他们已经走了 / 下面那个红的 / 别动 / 你吃飯了嗎 / 誰把窗戶打破的 / 這條路通到哪裡 / 圖書館幾點關門
為什麼冰箱這麼吵 / 這台機器怎麼用 / 把音樂關小聲一點 / 提醒我八點吃藥 / 我弟弟住在台北 / 外面下雪了
盒子裡面是什麼 / 這件事我忘了 / 他不在家 / 帮我拍张照片 / 这个牛奶过期了吗 / 你能看到我手里的东西吗 / 药在哪儿
这两个瓶子哪一个比较旧 / 這個很貴 / 下一个 / 慢一点 / 现在温度是多少 / 我最喜欢的颜色是蓝色 / 电视没声音了
"""
BROKEN_OFF = """
who painted the / who invented / who is the / what happened to / why is the light / what do you think about the
what is the capital of / what is the difference between / what is on the / what does the / where did I put
where did I put my / where is the nearest / when does the / when did they / how does the / how do I
how many of the / how much does a / why did the / why is there / which of these two / which one of the
is there a / is the oven still / is it possible to / are there any / did you see the / do you know where
do you know if the / do I need to / can you tell me when / can you help me with the / could you please
have you ever been to / should I put the / would you mind / tell me about / tell me when the / turn on the
set a timer for / look at the / remember that my / call me when / describe the / translate this into
let me know if / I don't know if / I don't know what / I think that / I was thinking about
I parked the car behind the / I gave it to my / the soup is too / the wall in the / my sister and
we ate all of the / it broke because / nobody told me that the / when I was young / if it rains tomorrow
because I wanted / and then they / it is next to the / I would like to / he said he / they're / one of the
between the chair and / who broke my / who designed / where does your / when will the / what time does
why is my / how long should / which of the / is this the / are the windows in the / does it come with
did the man who / could we / will it be / has anyone seen my / pour me a / measure the / explain the
I lost my ring at / she teaches / they moved to / my back and / there's a / it smells of / I prefer
what am I supposed to / do you like / what's in the / how do you / can I put this in the / where was the
please remember that the spare key / I was wondering if you / what colour is the wall that / tell me when it
what is above / what is directly / can you show me everything that / what is to the left / who is standing
what is attached / what is the material / I need a couple / it stands among / is that the main / how can I reduce
what is your favourite / I need to use / the last time
could you help me / the last time I wore it / my sister wants to slowly
the keys are in / what does it say on / I need / give me / and I also / it would be better if / after I finished
這張照片是在 / 你為什麼 / 現在的 / 這個跟那個 / 誰把我的 / 今天晚上我 / 你覺得這個 / 你什麼時候 / 我的車停在
如果明天下雨 / 因為他 / 我想問你 / 請幫我把 / 把燈 / 當我打開門的時候 / 我不知道他 / 桌子上有三 / 我在想
這是我的 / 雖然很貴但是 / 你能不能 / 你有没有 / 帮我找一下我的 / 帮我定一个 / 我昨天去了一家 / 请告诉我
她说她要 / 给我讲一个关于 / 我们应该先 / 从这里到 / 我把伞忘在 / 我刚才看到了一个很 / 除了牛奶还要
就在那个红色的 / 然后我就 / 你知道不知道 / 他可能 / 那个嗯 / 你吃飯的時候 / 誰把 / 這條路 / 圖書館的
老師說 / 刚才有人 / 我想问一下 / 請問 / 我有一個問題 / 醫生說我每天 / 他让我十点以前 / 我的 and / 我想買 um
為什麼這個 / 這台機器 / 把音樂 / 提醒我 / 我弟弟和 / 外面有 / 盒子裡面有一 / 這件事是 / 他不在的 / 帮我拍一张
这个牛奶是 / 你能看到我 / 药在 / 要是你 / 我最喜欢 / 电视在 / 所以我就想 / 要不要 / 我打算把
"""


def sentences(block: str) -> list[str]:
    return [sentence for line in block.split("\n") for sentence in line.split(" / ") if sentence]


@pytest.mark.parametrize(("expected", "said"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_words_close_as_a_listener_takes_them(expected: Closing, said: str) -> None:
    assert closing(said) == expected


@pytest.mark.parametrize("said", sentences(WHOLE))
def test_nobody_who_has_said_all_of_it_is_left_hanging(said: str) -> None:
    assert closing(said) not in ("open", "perhaps", "filler", "unknown")


@pytest.mark.parametrize("said", sentences(BROKEN_OFF))
def test_nobody_is_answered_in_the_middle_of_a_sentence(said: str) -> None:
    assert closing(said) not in ("question", "request", "answer")


def test_a_verb_that_stands_in_no_list_is_known_by_its_place() -> None:
    assert [closing(f"did you {verb}") for verb in ("yodel", "improvise", "hibernate")] == ["question"] * 3
    assert [closing(f"who {verb} the fence") for verb in ("repainted", "climbed", "gnaws")] == ["question"] * 3


@pytest.mark.parametrize("said", ["where is my um notebook", "我 嗯 的 眼鏡 在 哪裡"])
def test_a_filler_in_the_middle_changes_nothing(said: str) -> None:
    assert closing(said) == "question"


def test_a_full_stop_closes_nothing_that_is_open() -> None:
    assert closing("And then the.") == closing("and then the") == "open"


def test_closing_and_leaning_take_the_same_for_the_end_of_what_was_said() -> None:
    assert closing("I put it on the —") == closing("“and so the,”") == "open"
    assert all(map(leans, ("I put it on the table —", "“and so, the piano,”", "and then THE…")))
    assert not leans("where meeting the chalkboard eraser?”")


def test_two_chinese_characters_count_as_a_word() -> None:
    assert (length("where's my notebook?"), length("我的眼鏡"), length("打開 WiFi")) == (3, 2, 2)
