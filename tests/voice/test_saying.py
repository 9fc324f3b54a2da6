"""Numbers, units, signs and names are put as a person would read them aloud; what voices read right stays as it is."""

import time

import pytest

from assistant.core.values import Language
from assistant.voice.saying import said
from assistant.voice.speaking import Sentences

ENGLISH = [
    ("3.5 km/h", "3.5 kilometres per hour"),
    ("speeds in km/h", "speeds in kilometres per hour"),
    ("100 MB/s of 16 GB", "100 megabytes per second of 16 gigabytes"),
    ("1 kg, 5kg, -3 m", "1 kilogram, 5 kilograms, -3 metres"),
    ("120 m² or 3 m³", "120 square metres or 3 cubic metres"),
    ("60 mph, 3 times/day", "60 miles per hour, 3 times per day"),
    ("10-12 cm", "10 to 12 centimetres"),
    ("10 – 12 cm, 50–60%", "10 to 12 centimetres, 50 to 60%"),
    ("9:30-17:00, 10am-5pm", "9:30 to 17:00, 10am to 5pm"),
    ("900-1,000 people", "900 to 1,000 people"),
    ("$12.50", "12 dollars 50"),
    ("$1 and £2.05", "1 dollar and 2 pounds 5"),
    ("$5-$10", "5 to 10 dollars"),
    ("$3M, €2 million", "3 million dollars, 2 million euros"),
    ("NT$500", "500 New Taiwan dollars"),
    ("2026-11-24", "24 November 2026"),
    ("2026-11-24T14:05:00Z", "24 November 2026 14:05"),
    ("1/2 cup, 1 1/2 cups, ¾ cup", "one half cup, 1 and a half cups, three quarters cup"),
    ("1½ km", "1 and a half kilometres"),
    ("open 24/7", "open 24 7"),
    ("e.g. tea, i.e. water", "for example tea, that is water"),
    ("E.g. tea vs. coffee w/o milk", "For example tea versus coffee without milk"),
    ("v2.1.3 or Version v3.12", "version 2 point 1 point 3 or version 3.12"),
    ("192.168.1.1", "192 point 168 point 1 point 1"),
    ("H₂O and x² + y^3", "H2O and x squared + y cubed"),
    ("#3 of C#", "number 3 of C#"),
    ("±2 °C, −5 ℃", "plus or minus 2 °C, -5 °C"),
    ("≈ 5, ~5 and x ≤ 5", "about 5, about 5 and x at most 5"),
    ("x != y, x > 5", "x is not y, x more than 5"),
    ("Settings → Wi-Fi > Off", "Settings, Wi-Fi, Off"),
    ("from 3 -> 5", "from 3 to 5"),
    ("1920x1080", "1920 by 1080"),
    ("ada.l@mail.example.com", "ada dot l at mail dot example dot com"),
    ("/etc/hosts.conf", "/etc/hosts dot conf"),
    ("get_user_name, getUserName(), std::sort", "get user name, get User Name, std sort"),
    ("C:\\Users\\ada --all", "C: Users ada all"),
    ("and/or.", "and or."),
    ("+44 20 7946 0958", "+4 4, 2 0, 7 9 4 6, 0 9 5 8"),
    ("555-123-4567", "5 5 5, 1 2 3, 4 5 6 7"),
    ("24.11.2026, 11/24/2026", "24 November 2026, 24 November 2026"),
    ("open Mon-Fri", "open Monday to Friday"),
    ("5 °C–10 °C, 5kg-10kg, 10 - 12 cm", "5 °C to 10 °C, 5 to 10 kilograms, 10 to 12 centimetres"),
    ("10 - 3 = 7", "10 minus 3 = 7"),
    ("5'10\" and 6 ft, 5 lbs at 2 GHz", "5 foot 10 and 6 feet, 5 pounds at 2 gigahertz"),
    ("1.5k people", "1.5 thousand people"),
    ("5 €, 5–10 €, ¥20, A$5, US$5m", "5 euros, 5 to 10 euros, 20 yen, 5 Australian dollars, 5 million US dollars"),
    ("10^6 and √2", "10 to the power of 6 and the square root of 2"),
    ("Chapter XIV of Louis XVI", "Chapter 14 of Louis the 16th"),
    ("•one •two", "one, two"),
    ("$5-10/hr, 60 km/h–80 km/h", "5 to 10 dollars per hour, 60 to 80 kilometres per hour"),
    ("9.81 m/s² at 120/80 mmHg", "9.81 metres per second squared at 120 over 80 millimetres of mercury"),
    ("0x1F :-)", "0x1F"),
    ("$b^2 - 4ac$ and $\\int_0^1 x \\, dx$", "b squared minus 4ac and the integral from 0 to 1 of x dx"),
    ("３５％ of ＄５", "35% of 5 dollars"),
    ("$E = mc^2$ and \\(x_1 \\leq \\frac{a}{b}\\)", "E = mc squared and x 1 at most a over b"),
    ("call 555-1234 or (555) 123-4567, ext. 12", "call 5 5 5, 1 2 3 4 or 5 5 5, 1 2 3, 4 5 6 7, extension 12"),
    ("500-1500 people, 512-1024 MB, 2024-2025", "500 to 1500 people, 512 to 1024 megabytes, 2024 to 2025"),
    ("v3.0.0-beta.1 in ~/.config", "version 3 point 0 point 0 beta 1 in ~/dot config"),
    ("2026-11-24T09:00+08:00, 2026-11-24 09:00-09:30", "24 November 2026 09:00, 24 November 2026 09:00 to 09:30"),
    ("2 1/2 tsp, 1/4-inch, 2 fl oz", "2 and a half teaspoons, one quarter-inch, 2 fluid ounces"),
    ('5\'11" by 27", 10" × 12"', "5 foot 11 by 27 inches, 10 inches by 12 inches"),
    ('"I am 27" and a 27" screen', '"I am 27" and a 27 inch screen'),
    ("a 30-min walk, 6 ft 2 in.", "a 30 minute walk, 6 feet 2 inches"),
    ("No. 5, § 3, pp. 12–15 of Vol. 2", "Number 5, section 3, pages 12 to 15 of Volume 2"),
    ("the answer is no. 5 people came", "the answer is no. 5 people came"),
    ("§§ 3–4, Figs. 2-3, Fig. 3a", "sections 3 to 4, Figures 2 to 3, Figure 3a"),
    ("$1,299/mo, $15.6k/yr, $3.49/gal",
     "1,299 dollars per month, 15.6 thousand dollars per year, 3 dollars 49 per gallon"),
    ("99¢, $0.05, USD 40, 300 RMB", "99 cents, 5 cents, 40 US dollars, 300 yuan"),
    ("$20 → $15", "20 dollars to 15 dollars"),
    ("1998-99, the '80s, 1990s", "1998 to 99, the eighties, nineteen nineties"),
    ("7 a.m. – 3 p.m., Jan. – Mar. 2026", "7 a.m. to 3 p.m., January to March 2026"),
    ("8 L/100km, 3.2M users, a 7B model", "8 liters per 100 kilometres, 3.2 million users, a 7 billion model"),
    ("↑ 12%, 4.5/5, 50/50", "up 12%, 4.5 out of 5, 50 50"),
    ("3-4x faster, 3 × 4, 3840×2160", "3 to 4 times faster, 3 times 4, 3840 by 2160"),
    ("1e-5, -10–-5 °C", "1 times 10 to the power of -5, -10 to -5 °C"),
    ("order #A-12: Ctrl+C", "order number A-12: Control+C"),
    ("Type Ⅱ, 99㎡, 25±2", "Type 2, 99 square metres, 25 plus or minus 2"),
    ("\\frac{1}{2} \\sqrt{x+1} \\text{ of } $\\pi r^2$", "one half the square root of x+1 of pi r squared"),
]  # fmt: skip

CHINESE = [
    ("3.5 km/h", "時速 3.5 公里", "时速 3.5 公里"),
    ("時速3.5 km/h", "時速 3.5 公里", "时速 3.5 公里"),
    ("100 MB/s", "每秒 100 MB", "每秒 100 MB"),
    ("長10 m、高5cm", "長10 公尺、高5 公分", "長10 米、高5 厘米"),
    ("3-5天，10–12 公分", "3到5天，10到12 公分", "3到5天，10到12 公分"),
    ("9:30-17:00", "9:30到17:00", "9:30到17:00"),
    ("NT$500、$12.50", "500元新台幣、12.50元", "500元新台币、12.50元"),
    ("在2026-11-24", "在2026年11月24日", "在2026年11月24日"),
    ("1/2杯、1 1/2杯", "二分之一杯、1又二分之一杯", "二分之一杯、1又二分之一杯"),
    ("版本v2.1.3", "版本 2點1點3", "版本 2点1点3"),
    ("±2 °C，≈5", "正負2攝氏度，約5", "正负2摄氏度，约5"),
    ("甲 → 乙，是/否", "甲，乙，是、否", "甲，乙，是、否"),
    ("ada@example.com", "ada at example 點 com", "ada at example 点 com"),
    ("#3", "3號", "3号"),
    ("５～１０元，３５％", "5到10元，百分之35", "5到10元，百分之35"),
    ("10 ~ 20 元，5℃～10℃", "10到20 元，5攝氏度到10攝氏度", "10到20 元，5摄氏度到10摄氏度"),
    (
        "NT$500 元，11/24（二），１／２",
        "500元新台幣，11月24日（二），二分之一",
        "500元新台币，11月24日（二），二分之一",
    ),
    ("￥20、¥1,000", "20元、1,000元", "20元、1,000元"),
    ("60km/小時，5 × 3", "時速 60 公里，5乘3", "时速 60 公里，5乘3"),
    ("周一~周五14：05", "周一到周五14:05", "周一到周五14:05"),
    ("$\\frac{a}{b}$ 和 x^2", "b分之a 和 x的平方", "b分之a 和 x的平方"),
    ("電話 010-12345678、138-0013-8000", "電話 0 1 0, 1 2 3 4 5 6 7 8、1 3 8, 0 0 1 3, 8 0 0 0", None),
    ("（02）2345-6789", "0 2, 2 3 4 5, 6 7 8 9", None),
    ("NT$3萬，約US$3.5億", "3萬元新台幣，約3.5億美元", None),
    ("RMB 300、40 USD", "人民幣300元、40美元", "人民币300元、40美元"),
    ("33.3%，60%～70%，-0.5%，±5%", "百分之33.3，百分之60到百分之70，百分之負0.5，正負百分之5", None),
    ("氣溫 -5°C～10°C，-5～-2°C", "氣溫 負5攝氏度到10攝氏度，負5到負2攝氏度", None),
    ("9:00-下午 5:00，10:00AM-9:00PM", "9:00到下午 5:00，10:00AM到9:00PM", None),
    ("11/24-11/26，11/24下午3點", "11月24日到11月26日，11月24日下午3點", None),
    ("第Ⅲ章、§3、No.5、3F、第3/4頁", "第3章、第3節、第5號、3樓、第3/4頁", None),
    ('約99㎡、27"、↑12%', "約99 平方公尺、27吋、上升百分之12", None),
    ("0912-345-678", "0 9 1 2, 3 4 5, 6 7 8", "0 9 1 2, 3 4 5, 6 7 8"),
]

PLAIN = [
    "42 of 5,432 at 14:05, 50%", "20°C", "4G", "22/7", "9/11", "Boeing 747-400", "1-2-3", "2010-05",
    "5-3=2", "2026-13-45", "1/3/2026", "Elizabeth I think", "Malcolm X", "a 4K TV",
    "U.S. at 5 p.m.", "12345-6789", "timeout 30s", "F-16",
    "iPhone, macOS, GitHub", "USB-C", "5 m's", "the end.", "3rd", "CO2",
]  # fmt: skip


@pytest.mark.parametrize(("written", "spoken"), ENGLISH)
def test_it_is_read_as_english_is_read_aloud(written: str, spoken: str) -> None:
    assert said(written, "en") == spoken


@pytest.mark.parametrize(("written", "traditional", "simplified"), CHINESE)
def test_it_is_read_as_chinese_is_read_aloud(written: str, traditional: str, simplified: str | None) -> None:
    assert said(written, "zh-Hant") == traditional
    assert simplified is None or said(written, "zh-Hans") == simplified


@pytest.mark.parametrize("written", PLAIN)
def test_what_every_voice_reads_right_stays(written: str) -> None:
    assert said(written, "en") == written


@pytest.mark.parametrize("written", [written for written, _ in ENGLISH])
def test_what_is_said_once_is_not_changed_again(written: str) -> None:
    assert said(said(written, "en"), "en") == said(written, "en")


def test_a_reply_is_said_in_the_language_of_its_words() -> None:
    def pieces(reply: str, language: Language = "en") -> list[str]:
        sentences = Sentences(language)
        return [piece.said for piece in sentences.feed(reply) + sentences.finish()]

    assert pieces("它很快。3.5 km/h。", "zh-Hans") == ["它很快。", "时速 3.5 公里。"]
    assert pieces("車很快。3.5 km/h。Wi-Fi 5 m。") == ["車很快。", "時速 3.5 公里。", "Wi-Fi 5 公尺。"]
    assert pieces("The sign says 小心 at 5 m. ") == ["The sign says 小心 at 5 metres."]


@pytest.mark.parametrize(
    ("written", "spoken", "language"),
    [
        ("3.5 km/h", "three point five kilometres per hour", "en"),
        ("50–60% of $12.50", "fifty to sixty percent of twelve dollars fifty", "en"),
        ("±2 °C in v2.1.3", "plus or minus two degrees Celsius in version two point one point three", "en"),
        ("+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight", "en"),
        ("±2 °C、1/2杯、10–12 cm", "正负两摄氏度、二分之一杯、十到十二厘米", "zh-Hans"),
    ],
)
def test_the_neural_voices_grammar_reads_on_from_there(written: str, spoken: str, language: Language) -> None:
    pytest.importorskip("wetext", reason="needs requirements-models.txt")
    from models.voice.pronouncing import in_words

    assert in_words(said(written, language), language) == spoken


@pytest.mark.parametrize(
    "unit",
    [
        *[
            "1",
            "1 ",
            "1-",
            "1/",
            "1.",
            "1,234",
            "a.",
            "a@",
            "a_",
            "$1",
            "km/",
            "aB",
            "v1.",
            "~",
            "0 1",
            "$x",
            "\\(",
            "{",
        ],
        *['1"', "555-", "12 in ", "3%到", "the 9", "No. 1-", "11/2", "(02) "],
    ],
)
def test_the_longest_piece_is_said_at_once(unit: str) -> None:
    began = time.process_time()
    said((unit * 1200)[:1200], "zh-Hans")
    assert time.process_time() - began < 0.5
