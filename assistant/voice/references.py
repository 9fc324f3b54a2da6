"""Places in a text, and numbers of things, as they are said: "No. 5", "Fig. 3a", "pp. 12–15", "§§ 3–4" (pure).

Each function takes the match of a pattern that stands here too. Chinese is written in traditional characters.
"""

import re

# Of one, of several, and in Chinese: "{}" is where the number goes.
_NAMES = {
    "no": ("number", "numbers", "第{}號"), "fig": ("figure", "figures", "圖{}"), "p": ("page", "pages", "第{}頁"),
    "vol": ("volume", "volumes", "第{}卷"), "ch": ("chapter", "chapters", "第{}章"),
    "eq": ("equation", "equations", "式{}"), "sec": ("section", "sections", "第{}節"),
    "§": ("section", "sections", "第{}節"), "¶": ("paragraph", "paragraphs", "第{}段"),
    "art": ("article", "articles", "第{}條"), "ext": ("extension", "extensions", "分機{}"),
    "rm": ("room", "rooms", "{}室"),
}  # fmt: skip
# "The answer is no. 5 people came", "I like art. 2 of them": these are short for something in capitals only.
REFERENCE = (
    r"(?<![\w.])((?:Nos?|Arts?|Rm|[Ff]igs?|[Vv]ols?|[Cc]h|[Ss]ecs?|[Ee]qs?|[Ee]xt|pp?)\.\s?|[§¶]{1,2}\s?)"
    r"(\d+(?: ?[-–] ?\d+)?)"
)


def english(match: re.Match[str]) -> str:
    name, several = _named(match[1])
    word = _NAMES[name.lower()][several]
    return f"{word.capitalize() if name.istitle() else word} {_until(match[2], ' to ')}"


def chinese(match: re.Match[str]) -> str:
    name, _ = _named(match[1])
    return _NAMES[name.lower()][2].format(_until(match[2], "到"))


def _named(short: str) -> tuple[str, bool]:
    """Which of the names it is, and whether of several: "pp.", "§§", "Figs."."""
    name = short.strip(" .\u00a0")
    return (name, False) if name.lower() in _NAMES else (name[:-1], True)


def _until(number: str, joint: str) -> str:
    return re.sub(r" ?[-–] ?", joint, number)
