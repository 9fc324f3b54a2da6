"""How words close: whether what was said so far may be all of it (pure; English, traditional and simplified Chinese).

Full stops and question marks are not relied on: what is transcribed in the middle of a sentence gets one as well.
"""

import re
from typing import Literal

from assistant.core.wording import to_simplified

Closing = Literal["answer", "question", "request", "statement", "fragment", "perhaps", "open", "filler", "unknown"]
"""answer: all of a short reply or order. question, request, statement: whole as they stand. fragment: without a verb.
perhaps: an ending that is seldom the last word. open: one that never is. filler: "um". unknown: no words."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HESITATIONS = _words("um umm uh uhh uhm er erm hm hmm hmmm")
_FILLERS = _HESITATIONS | _words("well actually maybe so")
# Words that lean on the next one: articles, possessives, conjunctions, most prepositions, shortened verbs.
_LEANING = _words(
    "the a an my your our their its every some any each both and or but because if when while which although "
    "though unless until since whether than as of for from into onto with without between under behind beside "
    "near to at in on i'm i'd i'll i've it's there's that's you're we're they're he's she's what's where's "
    "who's let's very really just then also next am is are was were be been do does did can could would "
    "should will shall may might must have has had doesn't don't didn't isn't aren't wasn't can't won't"
)
_PERHAPS = _words(
    "this these those who what where how why that in on by about like not her his i you we they he she one "
    "two small big red blue green black white other same first last"
)
# These end "what is it for", "what does it have".
_STRANDED = _words("of for from with without under behind beside near to at in on by about like do have had")
_AUXILIARY = _words(
    "is are was were do does did can could will would should have has had am isn't aren't don't doesn't didn't can't"
)
_BE = _words("is are was were am isn't aren't")
_PRONOUNS = _words("i you we they he she it this that these those there")
_ASKING = _words("what where when who whose why how which what's where's who's how's whats wheres")
_TRANSITIVE = _words(
    "want need put get give take make bring tell find keep leave told said gave bought means called like "
    "think wondering wonder believe know remember remind show ask saying trying going supposed would'd say "
    "hold let see call"
)
_IMPERATIVES = _words(
    "put get give take make bring tell find keep remember remind show read turn write look stop start open "
    "close play forget explain describe compare count check call help let please translate set add save "
    "search go move watch say"
)
_VERBS = (
    _TRANSITIVE
    | _IMPERATIVES
    | _AUXILIARY
    | _words(
        "go goes went gone come comes came see sees saw seen look looks use used leave left lost keeps kept sits "
        "stands standing lying hanging made took got found thinks thought knows knew wants needs says tells works "
        "work belongs fell broke broken happened happen eat ate drink sleep slept live lives sit stand hang fit "
        "mean eats boils it's there's that's i'm i'd i'll i've you're we're they're he's she's what's where's "
        "who's whats wheres theres buy sell send sent cook wash clean bought hear heard feel feels seem seems "
        "became become turn turned"
    )
)
_SUBORDINATE = _words("if when while because although though after before since unless until once whenever")
_ANSWER = re.compile(
    r"(?:yes|yeah|yep|no|nope|ok|okay|stop|thanks|thank you|please|please do|sure|right|go on|never mind|nothing|"
    r"of course|not yet|of course not|no thanks|(?:yes|no) please|(?:yes|no) thank you|i do|i don't)"
)

_NUMBER_ZH = "[一两二三四五六七八九十几哪这那]"
_MEASURE_ZH = "[个只条本张件颗封路台位些]"
_HESITATION_ZH = re.compile(r"[嗯呃额]+")
_FILLER_ZH = re.compile(r"(?:[嗯呃额]|那个|这个|就是说?|然后呢?|的话)$")
_OPEN_ZH = re.compile(
    r"(?:[的地得把被跟和与或在是到从给对向让叫用比最很太更不没也都就才还又再我你他她它想要请能会帮有]|或者|以及|因为|所以|但是|可是|"
    r"如果|虽然|而且|[我你他]们|需要|应该|可以|觉得|知道|另外|剩下|^请?告诉我?)$|" + _NUMBER_ZH + "$"
)
_PERHAPS_ZH = re.compile(f"{_NUMBER_ZH}{_MEASURE_ZH}$|是.+的$")
_ASKS_ZH = re.compile(
    r"(?:[吗呢吧]|(?:什么|哪里|哪儿|几点|多少|谁|怎么样?|为什么)|怎么\w{1,2})了?$|有没有.{2,}|(.)[不没]\1.{2,}"
)
_WONDERS_ZH = re.compile(r"什么|哪|几|多少|谁|怎么|为何")
_DEMAND_ZH = re.compile(r"(?:就|的时候|请).*告诉我$")
_VERB_ZH = re.compile(r"[是在有看说放记忘给让叫去来想要吃写读找买拿打开关做用知坐坏]|告诉|帮|需要|喜欢|可以")
_SUBORDINATE_ZH = re.compile(r"^(?:如果|因为|虽然|要是|当|等)(?!.*(?:就|所以|但|可是|也))|的时候$")
_ANSWER_ZH = re.compile(r"(?:是的?|对的?|好的?|好啊|行|不是?|不要|不用了?|不行|可以|停|谢谢|没有|没事|有|没关系|算了)")


def closing(text: str) -> Closing:
    """How `text`, all that was said so far, ends."""
    said = to_simplified(text.strip().lower().replace("’", "'"))
    bare = said.rstrip(" .。!！?？")
    if not any(map(str.isalnum, said)):
        return "unknown"
    if bare.endswith(("…", ",", "，", "-", "、")) or said.endswith(("...", "…")):
        return "open"
    return _chinese(re.sub(r"\W", "", bare)) if re.search(r"[㐀-鿿]$", bare) else _english(bare)


def length(text: str) -> float:
    """In words; Chinese ones have two characters on average."""
    return len(re.findall(r"[^\W\u3400-\u9fff][\w']*", text)) + len(re.findall(r"[\u3400-\u9fff]", text)) / 2


def _chinese(said: str) -> Closing:
    if _ANSWER_ZH.fullmatch(said):
        return "answer"
    if _FILLER_ZH.search(said):
        return "filler"
    said = _HESITATION_ZH.sub("", said)
    if _ASKS_ZH.search(said):
        return "question"
    if _DEMAND_ZH.search(said):
        return "request"
    if _PERHAPS_ZH.search(said):
        return "perhaps"
    if _OPEN_ZH.search(said) or _SUBORDINATE_ZH.search(said):
        return "open"
    if not _VERB_ZH.search(said):
        return "fragment"
    if len(said) < 6:
        return "perhaps"
    return "question" if _WONDERS_ZH.search(said) else "statement"


def _english(said: str) -> Closing:
    words = re.findall(r"[\w']+", said)
    if _ANSWER.fullmatch(" ".join(words)):
        return "answer"
    if words[-1] in _FILLERS:
        return "filler"
    words = [word for word in words if word not in _HESITATIONS]
    if words[0] in _ASKING and not (words[0] == "when" and words[1:2] and words[1] in _PRONOUNS):
        return _asked(words)
    if words[0] in _AUXILIARY and len(words) > 1:
        return _wondered(words)
    return _told(words)


def _asked(words: list[str]) -> Closing:
    """After "what", "where" …: whole with a verb, and something that it is about."""
    last, verbs = words[-1], [number for number, word in enumerate(words) if word in _VERBS]
    helped = any(word in _AUXILIARY for word in words[:-2])
    if last in _STRANDED and helped and words[0] not in ("where", "when", "why"):
        return "perhaps" if last not in ("do", "have") else "question"
    if last in _LEANING or not verbs:
        return "open"
    about = words[verbs[-1] + 1 :]
    if words[verbs[-1]] in _AUXILIARY - _BE and len(about) < 3:
        return "open"  # "where did you"
    if last in _TRANSITIVE and words[0] in ("where", "when", "why", "how"):
        return "open"  # "where should I keep"
    if last in _PERHAPS and not (last in _PRONOUNS and len(about) == 1):
        return "perhaps"
    return "question" if len(words) > 3 or last in _PRONOUNS or words[verbs[-1]] not in _BE else "perhaps"


def _wondered(words: list[str]) -> Closing:
    """After "is", "can", "did" …: whole with a subject and what is asked of it."""
    if words[-1] in _LEANING or words[-1] in _TRANSITIVE or _handed(words):
        return "open"
    if words[0] not in _BE and not any(word in _VERBS for word in words[2:]):
        return "open"
    if words[-1] in _PERHAPS:
        return "perhaps"
    return "question" if len(words) > 4 else "fragment"


def _handed(words: list[str]) -> bool:
    """ "show me" asks what; "for me" does not."""
    return words[-1] == "me" and words[-2:-1] != [] and words[-2] in ("tell", "told", "show", "give", "gave", "let")


def _told(words: list[str]) -> Closing:
    embedded = len(words) > 4 and words[-1] in _BE and words[-2] in _PRONOUNS  # "tell me where they are"
    if (words[-1] in _LEANING or words[-1] in _TRANSITIVE) and not embedded:
        return "open"
    verbs = sum(word in _VERBS or (len(word) > 4 and word.endswith("ed")) for word in words)
    if words[0] in _SUBORDINATE and verbs < 2:
        return "open"
    if words[0] in _IMPERATIVES and words[1:] in (["this"], ["that"], ["it"]):
        return "answer"
    if words[-1] in _PERHAPS or _handed(words):
        return "perhaps"
    if words[0] in _IMPERATIVES or words[0] == "please":
        return "request" if len(words) > 2 else "fragment"
    return "statement" if verbs and len(words) > 2 else "fragment"
