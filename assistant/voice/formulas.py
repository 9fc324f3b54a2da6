"""LaTeX in a reply -> what of it can be read aloud, without its commands and braces (pure).

Only what answers are made of: fractions, roots, signs, names. What is left is said sign by sign like other text.
"""

import re

from assistant.core.values import Language

# A single dollar sign opens a formula where what is behind it cannot be a sum of money.
_DELIMITED = re.compile(
    r"\$\$(.+?)\$\$|\\\((.+?)\\\)|\\\[(.+?)\\\]|\$((?=\S)(?=[^$]*[\\^_={}+]|[A-Za-z]\w?\$)[^$]{1,200}(?<=\S))\$(?!\d)"
)
_GROUP = r"\s?\{([^{}]*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac{_GROUP}{_GROUP}")
_ROOT = re.compile(rf"\\sqrt{_GROUP}")
_TEXT = re.compile(rf"\\(?:text|math\w\w|mathit|mathcal|operatorname|vec|hat|bar|overline){_GROUP}")
_INDEX = re.compile(r"_\{?(\w+)\}?")
_SIGNS = {
    "times": "×", "cdot": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "rightarrow": "→", "to": "→", "circ": "°", "left": "", "right": "", "quad": "", "div": "/",
    "in": "in",
}  # fmt: skip
_SIGN = re.compile(rf"\^?\\({'|'.join(_SIGNS)})(?![A-Za-z])")
_NAME = re.compile(
    r"\\(?=(?:alpha|beta|gamma|delta|epsilon|theta|lambda|mu|pi|sigma|phi|omega|infty|sum|int|sin|cos|tan|log|ln)\b)",
    re.I,
)
_BOUNDED = re.compile(r"\\(int|sum|prod)_(?:\{([^{}]*)\}|(\w))\^(?:\{([^{}]*)\}|(\\?\w+))")
_OVER_ALL = {"int": ("integral", "積分"), "sum": ("sum", "總和"), "prod": ("product", "乘積")}
_MINUS = re.compile(r"(?<=[\w)}]) ?- ?(?=[\w({\\])")
_SPACE = re.compile(r"\\[,;:!]")


def plain(text: str, language: Language) -> str:
    """\\frac{a}{b} -> "a over b", 「b分之a」; what is no LaTeX stays."""
    if "\\" not in text and "$" not in text:
        return text
    text = _DELIMITED.sub(lambda formula: _inside(formula, language), text)
    before = ""
    while before != text:  # from the innermost braces outwards
        before = text
        text = _ROOT.sub(r"√\1", _TEXT.sub(r"\1", text))
        text = _FRACTION.sub(lambda of: _over(of[1].strip(), of[2].strip(), language), text)
    return text


def _inside(formula: re.Match[str], language: Language) -> str:
    inner = _SPACE.sub(" ", next(filter(None, formula.groups())))
    inner = _BOUNDED.sub(lambda of: _from_to(of, language), inner)
    inner = _SIGN.sub(lambda sign: f" {_SIGNS[sign[1]]} ", _MINUS.sub(" minus " if language == "en" else "減", inner))
    return _INDEX.sub(r" \1", _NAME.sub(" ", inner)).strip()


def _from_to(bounds: re.Match[str], language: Language) -> str:
    (english, chinese), first, last = _OVER_ALL[bounds[1]], bounds[2] or bounds[3], bounds[4] or bounds[5]
    return f"the {english} from {first} to {last} of " if language == "en" else f"從{first}到{last}的{chinese}："


def _over(above: str, below: str, language: Language) -> str:
    if above.isdigit() and below.isdigit():
        return f"{above}/{below}"
    return f"{above} over {below}" if language == "en" else f"{below}分之{above}"
