"""How long a silence ends a turn, by what was said before it (pure)."""

import re

from assistant.core.wording import to_simplified

USUAL = 0.6  # seconds of silence that end a turn of which nothing is known
FINISHED = 0.35  # after a whole question, a short answer, or a clause that ends as sentences do
UNFINISHED = 1.4  # after "and then I", a filler, an article: more is to come

_OPEN_ENDED = re.compile(
    r"(?:^|\s)(?:and|or|but|so|because|if|when|while|which|of|for|from|into|the|a|an|my|your|his|our|their|um+|uh+|er+|"
    r"erm|hmm+|well|actually|maybe|than|as|very|between|then)[\s,.…]*$",
    re.IGNORECASE,
)
# These may end a whole question ("what is this"), and leave anything else open ("I want this …", "the one I …").
_PERHAPS_OPEN = re.compile(
    r"(?:^|\s)(?:that|this|these|who|to|in|on|at|with|by|about|is|are|was|were|do|does|did|can|could|would|should|will|"
    r"have|has|i|you|we|they|like|also|not|her|next)[\s,.…]*$",
    re.IGNORECASE,
)
_OPEN_ENDED_ZH = re.compile(
    r"(?:然后|还有|因为|所以|但是|可是|如果|就是|那个|这个|嗯|呃|啊这|我想|我要|我的|你的|他的|在|把|跟|和|或者?|以及|的|是|到|从|给|对)[，,.…\s]*$"
)
_QUESTION = re.compile(
    r"^(?:what|where|when|who|whose|why|how|which|is|are|was|were|do|does|did|can|could|will|would|should|have|has)\b"
    r"(?:\s+\S+){2,}",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"^(?:yes|yeah|yep|no|nope|ok|okay|stop|thanks|thank you|please do|sure|right|go on)$", re.IGNORECASE
)
_SHORT_ZH = re.compile(r"^(?:是的?|对|好的?|好啊|不是?|不要|不用|可以|停|谢谢|没有|有)$")
_ASKS_ZH = re.compile(r"(?:[吗呢吧]|什么|哪里|哪儿|几点|多少|谁|怎么样?)[？?]?$")


def patience(text: str) -> float:
    """Seconds of silence after which a turn that ends in `text` is over."""
    said = to_simplified(text.strip().rstrip(".。!！")).strip()
    if not said:
        return USUAL
    if _SHORT.match(said) or _SHORT_ZH.match(said):
        return FINISHED
    if said.endswith(("...", "…", ",", "，", "-")) or _OPEN_ENDED.search(said) or _OPEN_ENDED_ZH.search(said):
        return UNFINISHED
    if text.rstrip().endswith(("?", "？")) or _QUESTION.match(said) or _ASKS_ZH.search(said):
        return FINISHED
    return UNFINISHED if _PERHAPS_OPEN.search(said) else USUAL
