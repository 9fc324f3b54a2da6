"""Homes for generated days: their surfaces and things by all their names, and sentences about them, in two languages.

Sentences come in two halves: what a parser is tuned on, and what it never saw.
"""

from dataclasses import dataclass
from typing import Literal

Half = Literal["tuned", "unseen"]


@dataclass(frozen=True)
class Home:
    """Surfaces with their wordings and room; hiding places; things with their names and colour."""

    language: str
    surfaces: dict[str, tuple[tuple[str, ...], str]]
    hidden: tuple[str, ...]
    things: dict[str, tuple[tuple[str, ...], str]]


ENGLISH = Home(
    "en",
    {
        "desk": (("desk", "wooden desk", "work desk"), "study"),
        "bookshelf": (("bookshelf", "bookcase"), "study"),
        "windowsill": (("windowsill", "window sill"), "study"),
        "sofa": (("sofa", "couch", "grey sofa"), "living room"),
        "coffee table": (("coffee table", "low coffee table"), "living room"),
        "piano": (("piano", "black piano"), "living room"),
        "kitchen counter": (("kitchen counter", "counter"), "kitchen"),
        "dining table": (("dining table", "big dining table"), "kitchen"),
        "fridge": (("fridge", "refrigerator"), "kitchen"),
        "bed": (("bed", "unmade bed"), "bedroom"),
        "nightstand": (("nightstand", "bedside table"), "bedroom"),
        "dresser": (("dresser", "wooden dresser"), "bedroom"),
        "shoe rack": (("shoe rack",), "hallway"),
    },
    ("desk drawer", "kitchen drawer", "backpack", "wardrobe"),
    {
        "keys": (("keys", "bunch of keys"), "silver"),
        "glasses": (("glasses", "spectacles", "pair of glasses"), "black"),
        "phone": (("phone", "smartphone", "mobile phone"), "black"),
        "wallet": (("wallet",), "brown"),
        "remote control": (("remote control", "remote"), "black"),
        "blue mug": (("blue mug", "blue coffee mug"), "blue"),
        "red mug": (("red mug", "red coffee mug"), "red"),
        "green notebook": (("green notebook", "green notepad"), "green"),
        "yellow notebook": (("yellow notebook",), "yellow"),
        "headphones": (("headphones", "headset"), "white"),
        "charger": (("charger", "phone charger"), "white"),
        "scissors": (("scissors", "pair of scissors"), "red"),
        "stapler": (("stapler",), "black"),
        "umbrella": (("umbrella",), "purple"),
        "water bottle": (("water bottle", "bottle"), "green"),
        "hat": (("hat", "straw hat"), "beige"),
        "scarf": (("scarf",), "orange"),
        "watch": (("watch", "wristwatch"), "gold"),
        "passport": (("passport",), "red"),
        "book": (("book",), "blue"),
        "candle": (("candle",), "white"),
        "vase": (("vase", "flower vase"), "blue"),
        "teapot": (("teapot",), "white"),
        "plate": (("plate",), "white"),
        "bowl": (("bowl",), "yellow"),
        "screwdriver": (("screwdriver",), "orange"),
        "camera": (("camera",), "black"),
        "laptop": (("laptop", "laptop computer"), "grey"),
        "tablet": (("tablet",), "black"),
        "hairbrush": (("hairbrush", "hair brush"), "pink"),
    },
)
CHINESE = Home(
    "zh",
    {
        "書桌": (("書桌", "木書桌"), "書房"),
        "書架": (("書架", "書櫃"), "書房"),
        "窗台": (("窗台",), "書房"),
        "沙發": (("沙發", "灰色沙發"), "客廳"),
        "茶几": (("茶几",), "客廳"),
        "鋼琴": (("鋼琴", "黑色鋼琴"), "客廳"),
        "餐桌": (("餐桌", "大餐桌"), "廚房"),
        "冰箱": (("冰箱",), "廚房"),
        "床": (("床",), "臥室"),
        "床頭櫃": (("床頭櫃",), "臥室"),
        "鞋架": (("鞋架", "鞋櫃"), "玄關"),
    },
    ("抽屜", "背包", "衣櫃"),
    {
        "鑰匙": (("鑰匙",), "銀色"),
        "眼鏡": (("眼鏡",), "黑色"),
        "手機": (("手機", "智慧型手機"), "黑色"),
        "錢包": (("錢包", "皮夾"), "棕色"),
        "遙控器": (("遙控器",), "黑色"),
        "藍色的杯子": (("藍色的杯子", "藍色杯子"), "藍色"),
        "紅色的杯子": (("紅色的杯子", "紅色杯子"), "紅色"),
        "筆記本": (("筆記本", "記事本"), "綠色"),
        "耳機": (("耳機", "頭戴式耳機"), "白色"),
        "充電器": (("充電器",), "白色"),
        "剪刀": (("剪刀",), "紅色"),
        "雨傘": (("雨傘", "傘"), "紫色"),
        "水壺": (("水壺", "水瓶"), "綠色"),
        "帽子": (("帽子",), "米色"),
        "圍巾": (("圍巾",), "橙色"),
        "手錶": (("手錶", "腕錶"), "金色"),
        "護照": (("護照",), "紅色"),
        "書": (("書", "書本"), "藍色"),
        "花瓶": (("花瓶",), "藍色"),
        "茶壺": (("茶壺",), "白色"),
        "盤子": (("盤子",), "白色"),
        "相機": (("相機", "照相機"), "黑色"),
        "平板": (("平板", "平板電腦"), "黑色"),
    },
)

# "{a}" is a thing with its article, "{A}" the same at the beginning, "{n}" its bare name, "{c}" its colour, "{s}" the
# surface, "{r}" its room, "{o}" another thing there. A line names one thing, a list as many as it has.
LINES: dict[tuple[str, Half], tuple[str, ...]] = {
    ("en", "tuned"): (
        "{n}: {c}, on the {s}, left of the {o}.",
        "{n}: {c}, on the {s}.",
        "{n}: it is {c} and stands on top of the {s}, close to the {o}.",
        "{n}: {c} in colour, left side of the {s}.",
        "{A} sits on the {s}, next to the {o}.",
        "{A} is lying on the {s}.",
        "{A} has been left on the {s} in the {r}.",
        "Towards the back of the {s}, {a} can be made out.",
        "Resting against the {o} on the {s}: {a}.",
        "{n}: {c}; found at the edge of the {s}, beside the {o}.",
        "{n} ({c}): resting upon the {s}.",
        "Somebody has placed {a} on the {s}.",
        "{A} can be seen on the {s}, right beside the {o}.",
        "On one end of the {s} stands {a}.",
        "There's {a} on the {s} of the {r}.",
    ),
    ("en", "unseen"): (
        "{n}: {c}, propped up at the rear of the {s}, by the {o}.",
        "{n}: {c}; its place is the {s}, near the {o}.",
        "{A}, {c}, stands on the {s}.",
        "Over on the {s} lies {a}.",
        "We notice {a} upon the {s} in the {r}.",
        "The {s} now has {a} on it.",
    ),
    ("zh", "tuned"): (
        "{n}：{c}，在{s}上，{o}旁邊。",
        "{n}：{c}的，位於{s}的左側。",
        "{a}放在{s}上。",
        "{s}上有{a}。",
        "{a}擺在{r}的{s}上，靠近{o}。",
        "{s}的中間躺著{a}。",
        "{n}：{c}，靠在{s}的一角。",
        "{n}（{c}）：擱在{s}上。",
        "在{r}的{s}上可以看到{a}。",
        "{s}邊上是{a}，緊挨著{o}。",
    ),
    ("zh", "unseen"): (
        "{n}：{c}，立在{s}的邊緣，{o}的旁邊。",
        "{s}的上方有{a}。",
        "{a}靜靜地躺在{r}的{s}上。",
        "鏡頭裡，{a}就在{s}上。",
    ),
}
LISTS: dict[tuple[str, Half], tuple[str, ...]] = {
    ("en", "tuned"): (
        "On the {s} there is {all}.",
        "A {s} with {all} on it.",
        "{All} are on the {s}.",
        "There are {all} lying around on the {s}.",
        "I can see {all}, all placed on the {s}.",
        "The {s} holds {all}.",
        "Lying on the {s} are {all}.",
        "You can see the {s} of the {r}, where {all} have been put.",
        "The {s} is covered with {all}.",
        "{All} have been left on the {s}.",
        "Here we see {all} sitting on the {s}.",
        "Spread out on the {s}: {all}.",
        "In the {r}, {all} rest on the {s}.",
    ),
    ("en", "unseen"): (
        "Arranged on the {s} are {all}.",
        "{All} sit together on the {s}.",
        "The {r} has a {s} that carries {all}.",
        "On the {s} of the {r} I see {all}.",
        "Someone set {all} down on the {s}.",
    ),
    ("zh", "tuned"): (
        "{s}上有{all}。",
        "{all}都在{s}上。",
        "可以看到{s}上擺著{all}。",
        "{r}的{s}上面躺著{all}。",
        "{s}上放了{all}。",
        "{all}被放在{s}上。",
        "看得到{all}擺在{r}的{s}上。",
    ),
    ("zh", "unseen"): (
        "{s}上擺滿了{all}。",
        "{all}並排放在{s}上。",
        "{r}裡的{s}上放著{all}。",
    ),
}
TOLD: dict[tuple[str, Half], tuple[str, ...]] = {
    ("en", "tuned"): (
        "I put my {n} in the {s}",
        "my {n} are in the {s}",
        "I have just stashed the {n} away in the {s}",
        "you will find my {n} inside the {s}",
        "just so you know, the {n} went into the {s}",
        "I am keeping my {n} in the {s}",
    ),
    ("en", "unseen"): (
        "the {n} got put into the {s}",
        "I threw my {n} in the {s} earlier",
    ),
    ("zh", "tuned"): (
        "我把{n}放在{s}裡",
        "我的{n}在{s}裡",
        "{n}被我收進{s}裡了",
        "我剛才將{n}塞到{s}裡面",
        "{n}我收到{s}裡了",
        "幫我記一下，{n}在{s}裡面",
    ),
    ("zh", "unseen"): (
        "剛才{n}被我丟進{s}裡",
        "我的{n}收在{s}裡面",
    ),
}
FIXTURE = {"en": "lamp", "zh": "檯燈"}  # what stands there where nothing else does
LARGEST = 5  # things named in one list
