"""The rules for English."""

from assistant.core.intents import (
    AnyoneThere,
    BeQuiet,
    ForgetEverything,
    ForgetShown,
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
    WhatTime,
)
from assistant.understanding import modes
from assistant.understanding.english_past import PAST, SEEN_THEN, WHERE
from assistant.understanding.english_words import (
    CODE,
    EYE,
    MINE,
    NAME,
    PERSON,
    POSSESSED,
    SPAN,
    TEXT_BEARER,
    THAT,
    WHEN,
    A,
)
from assistant.understanding.rules import JUST_NOW, always, rule, seconds

# What may stand before any sentence, and what only asks for what follows it.
GREETING = (
    r"^(?:(?:hey|hi|hello|ok|okay|so|um+|uh+|well|please|now|and|keepsight)(?: there| keepsight)?[,.!]? "
    r"(?!there$|keepsight$|again$))+"
)
COURTESY = (
    r"^(?:(?:(?:do|can|could) you (?:happen to |still )?)?(?:know|remember|recall) (?=\w)"
    r"|(?:can|could|would|will) you (?:please )?(?:help me )?(?:tell me |show me )?|(?:please )?(?:tell|show) me "
    r"|did you (?:happen to )?(?:see|notice) (?=who|where|when)"
    r"|(?:any idea|i wonder|let me know|i need to know) "
    r"|i(?:'d| would) like (?:you )?to |i want (?:you )?to |help me (?:to )?)"
)

FORGETTING = (
    rule(
        lambda it: ForgetSpan(seconds(it)),
        "ORDER(?:about )?SPAN",
        "ORDER(?:about )?(?:everything|all|what happened|what you(?:'ve| have)? (?:just )?(?:saw|seen|heard)|"
        "what i said)"
        "(?: (?:that happened|you saw|you(?:'ve| have) seen))?(?: in| from| during| of| over| within) SPAN",
        # "Last week" is a week of the calendar: to forget the last seven days for it would be too much.
        SPAN=rf"(?:the |(?!\w+ (?:day|week)s?$))(?:last|past|previous) {SPAN}",
        ORDER=r"(?:please )?(?:(?:can|could|would) you please )?(?:forget|delete|erase|wipe|remove) ",
    ),
    rule(
        always(ForgetSpan(JUST_NOW)),
        r"(?:forget|delete|erase) (?:what you(?:'ve| have)? just (?:saw|seen|heard)|what i(?:'ve| have)? just "
        r"(?:said|told)(?: you)?)",
    ),
    rule(
        always(ForgetShown()),
        "(?:please )?(?:(?:can|could|would) you please )?(?:forget|delete|erase|remove) (?:about )?"
        "(?:this|that|(?:the|this|that) last|the) PICTURE(?: (?:that )?(?:i(?:'ve| have)? (?:just )?(?:showed|"
        "shown|sent|"
        "gave)(?: to)? you|you(?:'ve| have)? (?:just )?(?:showed|shown)(?: to)? me|you just (?:saw|took)))?(?: "
        "again| now)?",
        "(?:please )?(?:forget|erase) (?:this|that)(?: one)?(?: now)?",
        "(?:please )?(?:forget|delete|erase) (?:what|the thing|the picture) (?:that )?i(?:'ve| have)? just "
        "(?:showed|shown|held up)(?: to)?(?: you)?",
        "(?:please )?(?:forget|delete|erase) what i(?:'ve| have)? (?:showed|shown)(?: to)? you just now",
        PICTURE=r"(?:picture|photo|image|photograph|snapshot|screenshot|shot)",
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
        rf"other|thing|things|subject|matter|point|promise|name|alerts?|reminders?|notifications?)\b)"
        rf"(?:my|our|(?<!delete )(?<!erase )(?<!remove )the) {NAME}",
        rf"(?:forget|delete) (?:about |everything about )?{POSSESSED}",
    ),
)

RULES = (
    *modes.ENGLISH,
    *PAST,
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
        r"(?: (?:this|that|things|anything|everything|me|what you see))?(?: for)?(?: now| a while| a moment)?",
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
        MINE=MINE,
        POSSESSED=POSSESSED,
        NAME=NAME,
        END=r"(?:(?:,| and|[.!])? ?(?:please )?(?:remember|learn|memori[sz]e) (?:it|this|that|them)| here)?",
    ),
    rule(
        always(ScanCode()),
        rf"(?:scan|decode) (?:(?:this|that|it|these)|{A}?{CODE}|(?:this|that) {CODE})(?: for me)?",
        rf"(?:read|check|open) {A}{CODE}",
        rf"what (?:does|do|is|are|'s)(?: in| on| behind| inside)? {A}{CODE}(?: (?:say|says|mean|contain|hold|for))?",
        rf"what's (?:in |on |behind |inside )?{A}{CODE}",
        rf"where does {A}{CODE} (?:go|lead|point|take me|link)(?: to)?",
        rf"(?:is there|do you see|can you see|can you read|can you scan) {A}{CODE}(?: here| there)?",
    ),
    rule(
        always(ReadThat()),
        rf"read (?:me |out |aloud )*{THAT}(?: (?:aloud|out|out loud|loud|to me|for me|again|now))*",
        rf"(?:can|could) you read {THAT}(?: (?:aloud|out|out loud|to me|for me))?",
        rf"(?:read )?what (?:does|do|did) {THAT} (?:say|read)(?: (?:here|there|now|again|on it|"
        rf"on {A}{TEXT_BEARER}))?",
        rf"(?:read )?what(?:'s| is| was|) (?:it )?(?:written|printed) (?:here|there|down|on (?:it|this|that|"
        rf"{A}{TEXT_BEARER}))",
        rf"what(?:'s| is) (?:on|in) {A}(?:screen|page|screenshot|sign|label|note|letter|receipt|menu)",
        r"what(?:'s| is) the (?:text|writing)(?: here| there| on (?:it|this|that))?",
        r"(?:is there any|what) (?:text|words|writing) (?:is |are |do you see|can you see|here|there|in|on|this|it|"
        r"that| )*",
        rf"what {THAT} says",
        r"read(?: aloud| it out)",
        r"read (?:everything|the whole (?:thing|page)|what (?:it|this|that) says|what's (?:written )?(?:here|there|"
        r"on it))",
    ),
    rule(
        always(WhatColour()),
        rf"(?:what|which) colou?rs? (?:is|are) (?:(?:this|that|it|these|those|they)|{A}(?:\w+ ){{0,1}}\w+)",
        rf"(?:what(?:'s| is| are) )?(?:the )?colou?rs? of (?:(?:this|that|it|these|those)|{A}(?:\w+ ){{0,1}}\w+)",
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
        WHEN=WHEN,
    ),
    rule(
        always(AnyoneThere()),
        rf"is {PERSON} (?:there|here|around|in the room|at the door|at the desk|facing (?:you|me|the camera)|"
        r"(?:looking|staring) (?:at (?:you|me|us|the camera)|into the camera)|in (?:front of (?:you|the camera)|view|"
        r"sight|the picture|the frame))(?: now| right now)?",
        rf"(?:can|do) you see {PERSON}(?: there| here| now| in the (?:picture|room|frame))?",
        rf"(?:is|are) there {PERSON}(?: there| here| in the (?:picture|room|frame)| in front of (?:you|the camera)"
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
        rf"(?:is|are) (?:the|my|your|this) {EYE} (?:ok|okay|clear|good|sharp|bad|poor|blurry|blurred|dark|bright|"
        rf"covered|on|"
        r"off|working|fine|all right|alright|too \w+|(?:bright|good|sharp|clear) enough|out of focus|in focus|"
        r"blocked|dirty)"
        r"(?: now)?",
        rf"how(?:'s| is| does) (?:the|my|your|this) {EYE}(?: quality| look| now)*",
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
    SEEN_THEN,
    WHERE,
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
