"""The page of an export: observations newest first, by day, each with its picture (pure).

It is written piece by piece and needs nothing but itself and the folder of pictures beside it. Words of the user are
text wherever they stand: a caption `<script>` is seven letters in brackets.
"""

from datetime import datetime
from html import escape

from assistant.core.values import Box, Observation, Source
from memory.exporting.calendar import day, local

_SOURCES: dict[Source, str] = {
    "camera": "camera · 鏡頭",
    "screen": "screen · 螢幕",
    "upload": "upload · 上傳",
    "told": "told · 告訴我的",
}
# No script and nothing from elsewhere: the policy makes sure of it even where an escape had been forgotten.
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Keepsight · what is remembered · 記憶</title>
<style>
:root { color-scheme: light dark; --ground: #faf9f7; --card: #fff; --ink: #1d1c1a; --soft: #6f6b64; --line: #e6e2db; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #161514; --card: #201f1d; --ink: #eceae6; --soft: #a19c93; --line: #34322e; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2.5rem 1.25rem 5rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang TC", "Microsoft JhengHei", sans-serif; }
h1 { font-size: 1.75rem; font-weight: 600; margin: 0; }
h2 { position: sticky; top: 0; z-index: 1; margin: 2.5rem 0 1rem; padding: .6rem 0; font-size: 1.05rem;
  font-weight: 600; background: var(--ground); border-bottom: 1px solid var(--line); }
p, pre { margin: .35rem 0 0; overflow-wrap: anywhere; }
header p, footer, .when { color: var(--soft); font-size: .875rem; }
.day { display: grid; gap: 1rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
article { content-visibility: auto; contain-intrinsic-size: auto 20rem; overflow: hidden; border-radius: .75rem;
  background: var(--card); border: 1px solid var(--line); }
article:target { outline: 2px solid #c98a2b; }
article > div:last-child { padding: .75rem .9rem .9rem; }
.picture { position: relative; background: var(--line); }
.picture img { display: block; width: 100%; height: auto; }
.picture span { position: absolute; border: 2px solid #f2b84b; border-radius: .2rem; }
.picture b { position: absolute; left: 0; top: 0; padding: 0 .3rem; max-width: 12rem; overflow: hidden;
  white-space: nowrap; text-overflow: ellipsis; font: 500 .7rem/1.5 system-ui; color: #1d1c1a; background: #f2b84b; }
pre { white-space: pre-wrap; padding: .5rem .6rem; border-radius: .4rem; font: .8rem/1.45 ui-monospace, monospace;
  background: var(--ground); max-height: 12rem; overflow: auto; }
</style>
</head>
<body>
"""


def head(now: float) -> str:
    written = f"{datetime.fromtimestamp(now).astimezone():%Y-%m-%d %H:%M %z}"
    return (
        f"{_HEAD}<header><h1>What is remembered · 記憶</h1>\n"
        f"<p>Keepsight, written {written}. Newest first. Things and places are in things.md. "
        "由新到舊；物品與位置見 things.md。</p></header>\n"
    )


def begun(one: Observation, before: Observation | None) -> str:
    """The heading of a day, where one begins."""
    if before is not None and day(before) == day(one):
        return ""
    ended = "</div></section>\n" if before else ""
    return f'{ended}<section><h2>{escape(day(one))}</h2><div class="day">\n'


def article(one: Observation, began: float, picture: str) -> str:
    """One observation; `began` in Unix seconds, `picture` where it lies beside the page, or empty."""
    since = f"{local(began, one.zone):%H:%M}–" if one.time - began >= 60 else ""
    when = f"{since}{local(one.time, one.zone):%H:%M:%S} · {_SOURCES.get(one.source, one.source)} · #{one.id}"
    shown = _picture(one, picture) if picture else ""
    text = f"<pre>{escape(one.text)}</pre>" if one.text else ""
    words = f'<div class="when">{escape(when)}</div><p>{escape(one.caption)}</p>{text}'
    return f'<article id="{one.id}">{shown}<div>{words}</div></article>\n'


def foot(count: int) -> str:
    ended = "</div></section>\n" if count else "<p>Nothing is remembered. 目前沒有任何記憶。</p>\n"
    return f"{ended}<footer><p>{count} observations · 共 {count} 則</p></footer>\n</body>\n</html>\n"


def _picture(one: Observation, picture: str) -> str:
    boxes = "".join(map(_box, one.boxes))
    image = f'<img src="{escape(picture)}" alt="{escape(one.caption[:200])}" loading="lazy" decoding="async">'
    return f'<div class="picture">{image}{boxes}</div>'


def _box(box: Box) -> str:
    left, top = 100 * box.left, 100 * box.top
    width, height = 100 * (box.right - box.left), 100 * (box.bottom - box.top)
    where = f"left:{left:.1f}%;top:{top:.1f}%;width:{width:.1f}%;height:{height:.1f}%"
    return f'<span style="{where}"><b>{escape(box.label)}</b></span>'
