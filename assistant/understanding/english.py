"""The rules for English."""

from assistant.core.intents import (
    AnyoneThere,
    BeQuiet,
    FindPicture,
    FindText,
    ForgetEverything,
    ForgetSpan,
    ForgetThing,
    HowIsPicture,
    ReadThat,
    Remember,
    ScanCode,
    SetRemembering,
    Teach,
    WhatCanYouDo,
    WhatColour,
    WhatIsThis,
    WhatKnown,
    WhatMoved,
    WhatSeen,
    WhatShown,
    WhatTime,
    WhereIs,
)
from assistant.understanding.rules import JUST_NOW, always, rule, seconds

# What may stand before any sentence, and what only asks for what follows it.
GREETING = (
    r"^(?:(?:hey|hi|hello|ok|okay|so|um+|uh+|well|please|now|and|keepsight)(?: there| keepsight)?[,.!]? "
    r"(?!there$|keepsight$|again$))+"
)
COURTESY = (
    r"^(?:(?:can|could|would|will) you (?:please )?(?:help me )?(?:tell me |show me )?|(?:please )?(?:tell|show) me "
    r"|do you (?:happen to )?(?:know|remember) |i(?:'d| would) like (?:you )?to |i want (?:you )?to |help me (?:to )?)"
)

_NUMBER = r"(?:\d+(?:\.\d+)?|a|an|one|half an|half a|a few|a couple of|several|(?:[a-z]+[ -])?[a-z]+)"
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?)"
_SPAN = (
    rf"(?:(?:the )?(?:last|past|previous) )?(?P<it>(?:{_NUMBER} )?(?:and a half )?{_UNIT}(?: and a half)?|"
    rf"(?:a )?quarter of an hour|half hour)"
)
_WHEN = rf"(?: (?:in|during|over|for|from|within) {_SPAN})"
_NOW = r"(?: (?:now|right now|just now|at the moment|today|lately|recently|anywhere|around|again|last|gone|please))*"

_A = r"(?:(?:my|our|your|the|an?|any|some|his|her|their|that|this|those|these)(?: pair of)? )"
# A name is up to five words, none of which turns it into a sentence.
_NOT_FIRST = (
    r"(?:i|me|you|he|she|it|we|they|him|us|them|my|our|your|the|an?|any|some|his|her|their|that|this|those|these|here|"
    r"there|what|who|when|why|how|where|everyone|everybody|anyone|anybody|someone|something|anything|everything|going|"
    r"from|coming|to|about|not|so|very|too|really|just|last|past)"
)
_NOT_INSIDE = (
    r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|should|would|will|and|or|but|because|if|that|which|"
    r"who|when|why|how|coming|going|from|to|i|you|we|he|she|they|it)"
)
_NAME = rf"(?P<it>(?!{_NOT_FIRST}\b)[\w'&-]+(?: (?!{_NOT_INSIDE}\b)[\w'&-]+){{0,4}}?)"
_THING = rf"{_A}?{_NAME}"
# "this is my …" said of no thing that can be learned by its look.
_NO_THING = (
    r"(?:fav\w+|first|second|third|last|only|next|best|worst|final|own|point|problem|question|opinion|idea|fault|turn|"
    r"chance|choice|plan|life|job|dream|answer|name|friend|best friend|mother|mom|mum|father|dad|wife|husband|son|"
    r"daughter|brother|sister|boss|colleague|boyfriend|girlfriend|neighbou?r|way|time|day|house rule|understanding)"
)
_MINE = rf"(?!(?:my|our) {_NO_THING}\b)(?:my|our) (?:pair of )?{_NAME}"
_POSSESSED = (
    r"(?P<it>(?!(?:what|that|it|he|she|who|there|here|where|how|let|today|yesterday|tomorrow)'s)[a-z]+'s "
    r"[\w-]+(?: [\w-]+)?)"
)
_TEXT_BEARER = (
    r"(?:(?:\w+ ){0,2}(?:pages?|screens?|screenshots?|signs?|labels?|box|bottle|notes?|letters?|papers?|book|text|"
    r"words|"
    r"documents?|receipt|menu|picture|photo|image|poster|board|whiteboard|card|tickets?|bill|envelope|package|packet|"
    r"display|monitor|messages?|e-?mail|caption|title|headline|slide|newspaper|magazine|instructions|can|tin|jar|tag|"
    r"sticker|form|invoice|cover|error|dialog|window|keyboard|lid|back|front|bottom|top|line|paragraph|writing))"
)
_THAT = rf"(?:this|that|it|these|those|{_A}{_TEXT_BEARER})"
_CODE = r"(?:(?:q ?r|bar|data|matrix|product)[ -]?)?codes?"
_EYE = r"(?:picture|image|camera|video|view|lens|lighting|light|webcam)"
_PERSON = r"(?:anyone|anybody|someone|somebody|a person|people|any people|a face|any faces?)"

FORGETTING = (
    rule(
        lambda it: ForgetSpan(seconds(it)),
        "ORDER(?:about )?SPAN",
        "ORDER(?:about )?(?:everything|all|what happened|what you(?:'ve| have)? (?:just )?(?:saw|seen|heard)|"
        "what i said)"
        "(?: (?:that happened|you saw|you(?:'ve| have) seen))?(?: in| from| during| of| over| within) SPAN",
        SPAN=rf"(?:the )?(?:last|past|previous) {_SPAN}",
        ORDER=r"(?:please )?(?:(?:can|could|would) you please )?(?:forget|delete|erase|wipe|remove) ",
    ),
    rule(
        always(ForgetSpan(JUST_NOW)),
        r"(?:forget|delete|erase) (?:what you(?:'ve| have)? just (?:saw|seen|heard)|what i(?:'ve| have)? just "
        r"(?:showed|shown|said|told)(?: you)?)",
    ),
    rule(
        always(ForgetEverything()),
        r"(?:please )?(?:(?:can|could|would) you please )?(?:forget|delete|erase|wipe|remove|clear) "
        r"(?:absolutely )?(?:everything|it all)"
        r"(?: (?:you|that you)(?:'ve| have)? (?:saw|seen|know|remember|remembered|learned|stored))?",
        r"(?:please )?(?:(?:can|could|would) you please )?(?:forget|delete|erase|wipe|clear) (?:out )?"
        r"(?:all (?:of )?)?(?:your|my|the) (?:entire |whole )?(?:memory|memories)",
        r"(?:please )?(?:delete|erase|wipe|clear) all memories",
    ),
    rule(
        ForgetThing,
        rf"(?:forget|delete|erase|remove) (?:about |everything about |all about |what you know about )?"
        rf"(?!(?:the|my|our) (?:whole|rest|idea|past|question|above|time|times|day|plan|rules?|fact|one|next|first|"
        rf"other|thing|things|subject|matter|point|promise|name)\b)"
        rf"(?:my|our|(?<!delete )(?<!erase )(?<!remove )the) {_NAME}",
        rf"(?:forget|delete) (?:about |everything about )?{_POSSESSED}",
    ),
)

RULES = (
    rule(
        always(BeQuiet()),
        r"(?:stop|quiet|silence|hush|sh+|shush|enough|that's enough|shut up|never ?mind|forget it|forget about it|"
        r"cancel)",
        r"stop (?:it|that|there|talking|speaking|reading)(?: now)?",
        r"(?:be|keep|stay) (?:quiet|silent)(?: now)?",
    ),
    rule(
        always(SetRemembering(False)),
        r"(?:stop|pause) (?:remembering|recording|memori[sz]ing|watching and remembering|your memory|the memory|memory)"
        r"(?: (?:this|that|things|anything|everything|me|what you see))?(?: now)?",
        r"(?:do not|don't) (?:remember|record|keep|store)(?: (?:this|that|anything|any of this|"
        r"what you see))?(?: now)?",
        r"(?:turn|switch) (?:off (?:your |the )?(?:memory|remembering)|(?:your |the )?(?:memory|remembering) off)",
        r"(?:off the record|this is off the record)",
    ),
    rule(
        always(SetRemembering(True)),
        r"(?:you (?:can|may) )?(?:now )?(?:start|resume|continue|go on|keep on|keep|go back to|begin) "
        r"(?:to )?(?:remember|record|remembering|recording|memori[sz]ing|your memory)"
        r"(?: (?:things|everything|what you see))?(?: again| now)?",
        r"(?:you (?:can|may) )?remember (?:things )?again(?: now)?",
        r"(?:turn|switch) (?:on (?:your |the )?(?:memory|remembering)|(?:your |the )?(?:memory|"
        r"remembering) (?:back )?on)"
        r"(?: again)?",
    ),
    rule(
        Teach,
        "(?:remember (?:that )?|look[, ]+|learn (?:that )?)?(?:this|that|it|here)(?:'s| is) MINEEND",
        "(?:remember (?:that )?|look[, ]+)?(?:these|those|here|they) are MINEEND",
        "(?:remember (?:that )?)?this is POSSESSEDEND",
        "(?:this|that|it|this thing|this one)(?: is|'s) (?:called|named|known as) (?:an? |the |my )?NAMEEND",
        "(?:call|name|label) (?:this|it|this thing) (?:an? |the |my )?NAME",
        "(?:learn|memori[sz]e|remember|save|store) (?:this|it|that)(?: thing)? as (?:an? |the |my )?NAME",
        "(?:learn|memori[sz]e) (?:my|our|this) NAME",
        "learn (?:what|how) (?:my|our|this) NAME looks(?: like)?",
        "i(?:'m| am) (?:holding|showing you) MINE",
        MINE=_MINE,
        POSSESSED=_POSSESSED,
        NAME=_NAME,
        END=r"(?:(?:,| and|[.!])? ?(?:please )?(?:remember|learn|memori[sz]e) (?:it|this|that|them)| here)?",
    ),
    rule(
        always(ScanCode()),
        rf"(?:scan|decode) (?:(?:this|that|it|these)|{_A}?{_CODE}|(?:this|that) {_CODE})(?: for me)?",
        rf"(?:read|check|open) {_A}{_CODE}",
        rf"what (?:does|do|is|are|'s)(?: in| on| behind| inside)? {_A}{_CODE}(?: (?:say|says|mean|contain|hold|for))?",
        rf"what's (?:in |on |behind |inside )?{_A}{_CODE}",
        rf"where does {_A}{_CODE} (?:go|lead|point|take me|link)(?: to)?",
        rf"(?:is there|do you see|can you see|can you read|can you scan) {_A}{_CODE}(?: here| there)?",
    ),
    rule(
        FindPicture,
        "(?:find|search for|look for|show me|give me|do you have|have you got) (?:me )?(?:all )?(?:the |an? |any )?"
        "(?:pictures?|photos?|images?|snapshots?) (?:with|of|where|showing|that shows?|that has|that had|in which) "
        "(?:there (?:is|was|are|were) )?(?:an? |the |my |some )?(?P<it>\\S.{0,120}?)",
    ),
    rule(
        FindText,
        "(?:find|search|look up|find out) (?:for )?(?:where|when) (?:i|you|we)(?:'ve| have)? (?:read|saw|seen) TEXT",
        "(?:where|when) (?:did|have) (?:i|you|we) (?:last |just )?read TEXT",
        "(?:where|when) (?:did|have) (?:i|you|we) (?:last )?(?:see|seen) "
        "(?:the (?:words?|text|phrase|sentence|name|number)|something (?:about|saying)) TEXT",
        "(?:where|when) did it say TEXT",
        "(?:find|search for|look for) (?:the |a )?(?:text|words?|phrase|sentence) (?:that says |saying )?TEXT",
        "(?:find|search for|look for) (?:the |a )(?:page|screen|sign|note|letter|document|label|line) "
        "(?:about|with|that says|saying|that said|that mentions|that mentioned|where it says) TEXT",
        "(?:did|have) (?:i|you|we) (?:ever )?read (?:anything|something) (?:about|saying) TEXT",
        "what did (?:i|you|we) read about TEXT",
        TEXT=r"(?:(?:about|the words?|the text|the phrase|the sentence|something about|that) )*"
        r"[\"'“「]?(?P<it>(?!it\b|this\b|that$)\S.{0,120}?)[\"'”」]?",
    ),
    rule(
        always(ReadThat()),
        rf"read (?:me |out |aloud )*{_THAT}(?: (?:aloud|out|out loud|loud|to me|for me|again|now))*",
        rf"(?:can|could) you read {_THAT}(?: (?:aloud|out|out loud|to me|for me))?",
        rf"(?:read )?what (?:does|do|did) {_THAT} (?:say|read)(?: (?:here|there|now|again|on it|"
        rf"on {_A}{_TEXT_BEARER}))?",
        rf"(?:read )?what(?:'s| is| was|) (?:it )?(?:written|printed) (?:here|there|down|on (?:it|this|that|"
        rf"{_A}{_TEXT_BEARER}))",
        rf"what(?:'s| is) (?:on|in) {_A}(?:screen|page|screenshot|sign|label|note|letter|receipt|menu)",
        r"what(?:'s| is) the (?:text|writing)(?: here| there| on (?:it|this|that))?",
        r"(?:is there any|what) (?:text|words|writing) (?:is |are |do you see|can you see|here|there|in|on|this|it|"
        r"that| )*",
        rf"what {_THAT} says",
        r"read(?: aloud| it out)",
        r"read (?:everything|the whole (?:thing|page)|what (?:it|this|that) says|what's (?:written )?(?:here|there|"
        r"on it))",
    ),
    rule(
        always(WhatColour()),
        rf"(?:what|which) colou?rs? (?:is|are) (?:(?:this|that|it|these|those|they)|{_A}(?:\w+ ){{0,1}}\w+)",
        rf"(?:what(?:'s| is| are) )?(?:the )?colou?rs? of (?:(?:this|that|it|these|those)|{_A}(?:\w+ ){{0,1}}\w+)",
        r"(?:what|which) colou?rs? (?:do|can) you see(?: here| there)?",
        r"(?:what|which) colou?rs? (?:are there|is there|am i (?:holding|wearing|showing you))",
        r"(?:tell me |name )?(?:the |what )?colou?r",
        r"what's (?:the |its )colou?r",
    ),
    rule(
        lambda it: WhatMoved(seconds(it)),
        "(?:did|has|have|is|was|are) (?:anything|something|anyone|someone|things|it) (?:(?:just|been) )?"
        "(?:move|moved|moving|change|changed|changing|happen to move)(?:WHEN| just now| recently| lately| here| now)?",
        "what(?:'s| has| is|)? (?:just |been )?(?:moved|changed|moving|changing)(?:WHEN| just now| recently| lately)?",
        "(?:did|do|have) you (?:see|seen|notice|noticed|detect|detected) (?:anything|something|any) "
        "(?:move|moving|movement|motion|change|changing|changes)(?:WHEN| just now| recently| lately)?",
        "(?:was|is|has) there (?:been )?(?:any|some) (?:movement|motion|changes?)(?:WHEN| just now| recently| here|"
        " there)?",
        "any (?:movement|motion|changes?)(?:WHEN| just now| recently| lately)?",
        "when (?:did|was) (?:something|anything|it|there) (?:last )?(?:move|moved|movement|motion|change)(?: last)?",
        WHEN=_WHEN,
    ),
    rule(
        always(AnyoneThere()),
        rf"is {_PERSON} (?:there|here|around|in the room|at the door|at the desk|facing (?:you|me|the camera)|"
        r"(?:looking|staring) (?:at (?:you|me|us|the camera)|into the camera)|in (?:front of (?:you|the camera)|view|"
        r"sight|the picture|the frame))(?: now| right now)?",
        rf"(?:can|do) you see {_PERSON}(?: there| here| now| in the (?:picture|room|frame))?",
        rf"(?:is|are) there {_PERSON}(?: there| here| in the (?:picture|room|frame)| in front of (?:you|the camera)"
        r"| (?:facing|looking at) (?:you|me|the camera))?",
        r"am i (?:facing (?:you|the camera)|looking (?:at (?:you|the camera)|into the camera)|in (?:the )?(?:frame|"
        r"picture|"
        r"view)|alone)",
        r"(?:can|do) you see my face",
    ),
    rule(
        always(HowIsPicture()),
        r"(?:can|do) you see(?: (?:me|us|this|that|it|anything|something|clearly|well|ok|okay|enough|properly))*"
        r"(?: now| here)?",
        rf"(?:is|are) (?:the|my|your|this) {_EYE} (?:ok|okay|clear|good|sharp|bad|poor|blurry|blurred|dark|bright|"
        rf"covered|on|"
        r"off|working|fine|all right|alright|too \w+|(?:bright|good|sharp|clear) enough|out of focus|in focus|"
        r"blocked|dirty)"
        r"(?: now)?",
        rf"how(?:'s| is| does) (?:the|my|your|this) {_EYE}(?: quality| look| now)*",
        r"is it (?:too )?(?:dark|bright|blurry|blurred)(?: here| in here)?",
        r"is (?:there enough|the) light(?:ing)?(?: ok| okay| good| enough)?",
        r"(?:am i|is this|are we) (?:visible|blurry|in focus|too (?:dark|close|far)(?: away)?)",
        r"(?:how|what) (?:well )?(?:can|do) you see (?:me|this)",
        r"check (?:the|my) (?:camera|picture|lens)",
    ),
    rule(
        always(WhatIsThis()),
        r"what(?:'s| is| are) (?:this|that|it|these|those)(?: (?:thing|object|item)s?)?(?: here| called)?",
        r"what(?:'s| is) in (?:this|the|my) (?:picture|image|photo|view|frame|hands?)(?: now)?",
        r"what am i (?:holding|showing)(?: up)?(?: you| to you)?(?: now| right now)?",
        r"what (?:do|can) you see(?: now| right now| here| there| in (?:this|the) (?:picture|image|photo|room))?",
        r"describe (?:this|that|it|what you see|(?:this|the|my) (?:scene|room|picture|image|photo|view|desk))",
        r"do you (?:recogni[sz]e|know) (?:this|that|it)",
    ),
    rule(
        always(WhatShown()),
        r"what (?:did|have|had) i (?:just )?(?:show|shown|showed|hold|held)(?: up)?(?: to)?(?: you)?"
        r"(?: (?:just now|before|last|a moment ago|earlier))?",
        r"what was (?:it|(?:that|the)(?: last)?(?: thing| object)?)(?: that)? i (?:just )?(?:showed|held up|"
        r"was showing|was holding)"
        r"(?: to)?(?: you)?(?: just now| before)?",
        r"what was i (?:just )?(?:holding|showing)(?: up)?(?: you| to you)?(?: just now| a moment ago| before)?",
        r"what (?:did|have) you (?:just )(?:see|seen|look at)",
        r"what was that (?:just now|thing|a moment ago)",
        r"what was the last thing (?:you saw|i showed you|i held up)",
    ),
    rule(
        lambda it: WhatSeen(seconds(it)),
        "what (?:did|have|has|all did) (?:you|i|we|happened)? ?(?:see|seen|notice|noticed|show|shown|observe|happen|"
        "happened)"
        "(?: you| to you)?(?: here| there)?WHEN",
        "what (?:happened|went on|was going on|has been going on|did i miss|have i missed)(?: here| there)?WHEN",
        "(?:show me |tell me about |describe |recap |summari[sz]e )?the (?:last|past) SPAN",
        "what (?:you|i) (?:saw|showed you|have seen)WHEN",
        "what did (?:you|i) (?:see|show you) (?P<it>(?:NUM )?UNIT) ago",
        "what (?:did|have) you (?:see|seen|notice|noticed)(?: so far| recently| lately| earlier)?",
        "what (?:did|have) you (?:see|seen) (?P<it>today)",
        "what (?:happened|has happened|did i miss|have i missed|has been going on)(?: (?:recently|lately|here|"
        "so far))?",
        WHEN=_WHEN,
        SPAN=_SPAN,
        NUM=_NUMBER,
        UNIT=_UNIT,
    ),
    rule(
        always(WhatSeen(3600.0)),
        r"what (?:happened|did (?:you see|i miss)|have you seen|went on) while i was (?:away|out|gone|sleeping|asleep)",
    ),
    rule(
        always(WhatKnown()),
        r"what (?:do|can) you (?:know|remember|recogni[sz]e)(?: about me| so far| now| already)?",
        r"what (?:have|did) (?:i|you) (?:teach|taught|told|tell|learned|learn|memori[sz]ed)(?: you)?(?: to remember)?"
        r"(?: so far| already)?",
        r"(?:what|which) (?:things|objects|items) (?:do|can|have) you (?:know|remember|recogni[sz]e|learned)",
        r"(?:list|show me|show) (?:what|everything|all|all the things|the things)(?: that)? you (?:know|remember|"
        r"recogni[sz]e|have learned)",
        r"what(?:'s| is| do you have) (?:stored )?in (?:your|the) memory",
        r"what (?:things|objects) have (?:i|you) (?:taught you|learned)",
    ),
    rule(
        WhereIs,
        "(?:and )?where(?:'s|'re|EARTH is|EARTH are| was| were) THINGNOW",
        "whereEARTH (?:did|have|had|has|do|does|could|might) (?:i|you|we|he|she|someone|my \\w+) (?:last |"
        "just )?(?:put|leave|left|"
        "place|placed|see|seen|saw|drop|dropped|lay|have|had|keep|park|parked|hide|set)(?: down)? THING(?: down|"
        " last)?NOW",
        "where(?:'s| has| have| did) THING (?:gone|go|been|end up|disappear to)NOW",
        "(?:have|did|do) you (?:last |ever |just |happen to |by chance )?(?:seen|see|saw|spot|spotted|"
        "noticed?) THINGNOW",
        "(?:can|do) you (?:still )?see (?:my|our|the|his|her) NAMENOW",
        "when (?:did|have|was|were) (?:you|i|we) (?:last )?(?:see|seen|saw|have|notice) THINGNOW",
        "when (?:was|were) THING (?:last )?(?:seen|visible)NOW",
        "when was the last time (?:that )?(?:you|i|we) (?:saw|had|seen|noticed) THING",
        "(?:what's|what is|what was) the last place (?:that )?(?:you|i|we) (?:saw|had|left|put) THING",
        "(?:find|locate|look for|search for|seek) (?:my|our) NAMENOW",
        "i(?: can't| cannot| can not| could not| couldn't) find THINGNOW",
        "i(?:'ve| have)? (?:lost|misplaced) (?:my|our|the) NAME(?:NOW)",
        "i(?:'m| am) (?:looking|searching) for (?:my|our|the) NAME",
        "(?:where|when) THING (?:is|are|was|were)(?: last)?(?: seen)?NOW",
        "where (?:i|you|we)(?:'ve| have)? (?:last )?(?:put|left|placed|saw|seen|parked) THINGNOW",
        "when (?:i|you|we) last (?:saw|had) THING",
        "what do you (?:know|remember) about my NAME",
        "any (?:sign|sight|trace) of (?:my|our|the) NAME",
        EARTH="(?: on earth| the hell| in the world)?",
        THING=_THING,
        NAME=_NAME,
        NOW=_NOW,
    ),
    rule(
        Remember,
        "(?:please )?(?:remember|note|keep in mind|take note|make a note|bear in mind|don't forget|do not forget)"
        "(?: down)?(?: that| this)?[:,]? STATEMENT",
        "(?:i want you to|i'd like you to) (?:remember|note) (?:that )?STATEMENT",
        STATEMENT=r"(?!(?:when|how|why|what|who|where|whether|if|to|me|us|it|all|about)\b)"
        r"(?!(?:that |the |those )?(?:times?|days?|nights?|one|guys?|girls?|man|woman|song|movie|film|trip|summer|"
        r"winter|"
        r"year|game|party|scene|episode)\b)(?P<it>(?:my|our|your|the|his|her|i|we|he|she|they|there|a|an|[\w-]+'s|this|"
        r"these|[a-z]+)\b.*?(?:\b(?:is|are|was|were|lives?|live|sits?|lies|stands|hangs?|stays|belongs?|goes|put|"
        r"left|hung|"
        r"placed|parked|hid|stored|keep|kept|have|has|lent|gave|expires?)\b|'s\b|'re\b|'m\b).+)",
    ),
    rule(
        always(WhatTime()),
        r"what(?:'s| is) the time(?: now| right now| please)?",
        r"what time (?:is it|it is)(?: now| right now)?",
        r"(?:do you (?:know|have) )?the time",
        r"(?:can you )?tell (?:me )?the time",
    ),
    rule(
        always(WhatCanYouDo()),
        r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings)(?: there| keepsight| again| everyone)?",
        r"help(?: me)?",
        r"(?:how|what) (?:can|could|do) (?:you|i) (?:do|help|help me|help with|work|ask|ask you|say|say to you|"
        r"use you|use this|"
        r"do here|do with you|do for me|start)(?: (?:for|with) me)?(?: here| now)?",
        r"(?:what|who) are you",
        r"what are you (?:able to do|for|good at|capable of)",
        r"what (?:questions|commands|things) (?:can i (?:ask|say|use)|do you (?:understand|know))(?: you)?",
        r"(?:what )?you can do",
    ),
)
