"""The rules for questions about the past, in English."""

from assistant.core.intents import (
    FindPicture,
    FindText,
    WhatSaid,
    WhatSeen,
    WhatShown,
    WhatWasAt,
    WhenSeen,
    WhereBefore,
    WhereIs,
    WhoDid,
)
from assistant.understanding.english_words import NAME, NOW, SPAN, TEXT_BEARER, THING, WHEN, A
from assistant.understanding.rules import RECENTLY, always, dated, rule, seconds, timed

_THEY = r"(?:it|they|them|that|this|those|these|he|she)"
_EARLIER = (
    r"(?:,? (?:previously|earlier than that|the time before(?: that| last)?|"
    r"before(?:hand| that| this| then| (?:it|they|that|you|i|we|he|she|someone|somebody|anyone) [\w' ]{1,40})?))"
)
_OWNED = rf"(?:{A}|(?=[\w-]+'s? ))"
_FOUND = (
    r"(?:put|leave|left|place|placed|see|seen|saw|drop|dropped|lay|laid|have|had|keep|kept|park|parked|hide|hid|"
    r"set|find|"
    r"found|notice|noticed|store|stored|stash|stashed|spot|spotted)"
)
_KEPT = r"(?: (?:kept|lying|located|sitting|standing|placed|stored|seen|put|left))?"
_ON = (
    r"(?:(?:lying|standing|sitting|left|placed|sat|put|kept|hanging|stored) )?(?:right )?"
    r"(?:on top of|in front of|inside of|next to|close to|to the (?:left|right) of|on|in|inside|under|underneath|"
    r"below|beneath|behind|beside|near|by|at|above|over|around)"
)
_NO_PLACE = (
    r"(?:news|minds?|tv|radio|agenda|pictures?|photos?|images?|videos?|frame|past|end|beginning|middle|way|first "
    r"place)"
)
_PLACE = (
    rf"{_OWNED}(?!(?:last|past)\b|(?:\w+ )?{_NO_PLACE}\b)(?P<it>(?:(?!(?:is|are|was|were|and|or|when|that|who|if|"
    rf"before|after)\b)"
    r"[\w'&-]+)(?: (?!(?:is|are|was|were|and|or|when|that|who|if|before|after)\b)[\w'&-]+){0,6}?)"
)
_THINGS = r"(?:(?: else| all)?|(?: kinds? of| sorts? of)? (?:things?|items?|objects?|stuff))"
_BEARER = (
    rf"{_OWNED}(?P<it>{TEXT_BEARER}(?: (?:on|at|in|of|from|by|above|below|under|inside|outside|for|over) "
    rf"[\w'&-]+(?: [\w'&-]+){{0,4}}?)?)"
)
_READING = (
    r"(?:signs?|labels?|notes?|letters?|receipt|menu|pages?|screen|screenshot|posters?|tickets?|stickers?|tags?|"
    r"whiteboard)"
)

_DONE = (
    r"(?:moved|taken|took|put|placed|left|brought|stole|stolen|hid|hidden|dropped|broke|broken|touched|opened|"
    r"closed|shut|"
    r"used|borrowed|picked up|grabbed|knocked over|ate|eaten|drank|drunk|turned (?:on|off)|switched (?:on|off)|removed|"
    r"cleaned(?: up)?|threw (?:away|out)|thrown (?:away|out)|swapped|misplaced|lost|had|carried|spilled|washed|"
    r"fed|wore)"
)
_DO = r"(?:move|take|put|place|leave|touch|use|open|close|have|hold|see|borrow|break|eat|drink|steal|hide|drop|grab)"
_DOING = r"(?:moving|taking|using|touching|holding|carrying|wearing|eating|drinking|opening|playing with|looking for)"
_AWAY = (
    r"(?: (?:away|off|out|up|down|back|over|here|there|last|open|on)"
    r"| (?:from|to|on|in|into|off|onto|under|next to|beside|behind|by|at) [\w'&-]+(?: [\w'&-]+){0,5}?){0,3}"
)
_ROOM = r"(?:the|my|our) (?:(?:living|dining|bath|bed) ?)?(?:room|kitchen|house|office|hall|hallway|garage|garden)"
_SHOWED = r"(?:showed|have shown|had shown|held up|was showing|was holding(?: up)?|presented)"

PAST = (
    rule(
        lambda it: WhatSeen(seconds(it)),
        "what (?:did|have|has|all did) (?:you|i|we|happened)? ?(?:see|seen|notice|noticed|observe|happen|happened)"
        "(?: you| to you)?(?: here| there)?WHEN",
        "what (?:happened|went on|was going on|has been going on|did i miss|have i missed)(?: here| there)?WHEN",
        "(?:show me |tell me about |describe |recap |summari[sz]e )?the (?:last|past) SPAN",
        "what (?:you|i) (?:saw|have seen)WHEN",
        "what (?:did|have) you (?:see|seen|notice|noticed)(?: so far| recently| lately)?",
        "what (?:happened|has happened|did i miss|have i missed|has been going on)(?: (?:recently|lately|here|"
        "so far))?",
        WHEN=WHEN,
        SPAN=SPAN,
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
        always(WhereBefore("")),
        r"(?:(?:what|how) about |where )?(?:even )?before (?:that|this|then)(?:,? where (?:was|were) THEY)?",
        r"where (?:was|were|'s) THEYKEPT(?: before)?(?:EARLIER| earlier| originally)",
        r"where (?:had|have|has) THEY beenKEPTEARLIER",
        r"where THEY (?:was|were|had been)EARLIER",
        r"where (?:did|do) THEY (?:use|used) to be",
        r"where (?:did|had|have|do) (?:i|you|we) (?:last )?FOUND THEYEARLIER",
        r"(?:(?:what|where) (?:was|is) )?(?:the )?(?:place|spot|one|time) before(?: that| last)?",
        r"(?:what|where) (?:was|is) (?:the|its|their) (?:previous|last but one|earlier) (?:place|spot|location|"
        r"position|one)",
        r"where (?:was|were) THEY moved from",
        THEY=_THEY,
        EARLIER=_EARLIER,
        KEPT=_KEPT,
        FOUND=_FOUND,
    ),
    rule(
        WhereBefore,
        "(?:before (?:that|this),? )where (?:was|were) THINGKEPT",
        "where(?:'s|'re| is| are| was| were) THINGKEPTEARLIER",
        "where (?:had|have|has) THING beenKEPTEARLIER",
        "where THING (?:was|were|had been)EARLIER",
        "where did THING use to be(?:EARLIER)?",
        "where (?:did|had|have) (?:i|you|we) (?:last )?FOUND THINGEARLIER",
        "(?:what(?:'s| is| was)|where (?:is|was)) the (?:previous|last but one|earlier) "
        "(?:place|spot|location|position) of THING",
        "where (?:was|were) THING moved from",
        THING=THING,
        EARLIER=_EARLIER,
        KEPT=_KEPT,
        FOUND=_FOUND,
    ),
    rule(
        WhenSeen,
        "(?:when|(?:at )?what time|how long ago) (?:did|have|had|was it|is it)?(?: that)? ?(?:you|i|we) "
        "(?:last |most recently )?(?:see|seen|saw|have|had|notice|noticed|spot|spotted) THINGLAST",
        "(?:when|(?:at )?what time|how long ago) (?:was|were) THING (?:last |most recently )?"
        "(?:seen|visible|in view|in sight|around)LAST",
        "(?:when(?:'s| is| was)|what was) the last time (?:that )?(?:you|i|we)(?:'ve| have)? "
        "(?:last )?(?:see|saw|had|seen|noticed|spotted) THING",
        "when THING (?:was|were) last (?:seen|visible|there)",
        "how long (?:ago )?(?:has it been|is it|was it)? ?since (?:you|i|we)(?:'ve| have)? (?:last )?(?:saw|seen|"
        "had) THING",
        "how long (?:have|has) THING been (?:gone|missing|lost)",
        "since when (?:have|has|is|are) THING (?:been )?(?:gone|missing|lost)",
        THING=THING,
        LAST=r"(?: (?:last|most recently|for the last time|the last time))?",
    ),
    timed(
        WhatSaid,
        "what (?:did|had) BEARER (?:say|said|read|state|tell (?:me|us))(?: (?:again|exactly))?",
        "what BEARER (?:said|read)",
        "what(?: (?:text|words?|number|name|else))? (?:was|were|had been) (?:written |printed )?"
        "(?:on|in) (?=.*\\bREADING\\b)BEARER",
        "what(?: (?:text|words?|number|name|else))? (?:was|were|had been) (?:written|printed) (?:on|in) BEARER",
        "what (?:was|were) the (?:text|words?|writing|message|wording) (?:on|in) BEARER",
        "what did (?:it|you|i|we) (?:say|read) on BEARER",
        "what did (?:you|i|we) read (?:on|in|from) BEARER",
        "(?:which|what) (?:text|words?) (?:was|were|did you (?:see|read)|could you read) (?:there )?(?:on|in) BEARER",
        BEARER=_BEARER,
        READING=_READING,
    ),
    timed(
        WhatWasAt,
        "whatTHINGS (?:was|were|had been|used to be|lay|stood|sat)(?: there)? ON PLACE",
        "which (?:things|items|objects) (?:was|were|did you see|have you seen) ON PLACE",
        "whatTHINGS (?:did|had|could) (?:you|i|we) FOUND(?: lying| standing)? ON PLACE",
        "(?:was|were) there (?:anything|something|things|stuff) ON PLACE",
        "what (?:was|were) the (?:things|items|objects) ON PLACE",
        "(?:did|have) (?:you|i) (?:see|seen|notice|noticed|leave|left) (?:anything|something) ON PLACE",
        "whatTHINGS (?:you saw|you have seen|was|were|I left) ON PLACE",
        THINGS=_THINGS,
        ON=_ON,
        PLACE=_PLACE,
        FOUND=_FOUND,
    ),
    dated(
        WhatWasAt,
        "what did PLACE look like",
        "what(?: has| have)(?: all)? (?:been|happened) ON PLACE",
        PLACE=_PLACE,
        ON=_ON,
    ),
    timed(
        lambda it, _: WhoDid(it),
        "who(?: the hell| on earth)?(?:'s|(?: has| have| had| could have| might have| just| last| else)*) DONE"
        "(?: up| out| away)? (?!(?:the|that|this) (?:\\w+ )?(?:house|world|war|game|match|record)$)"
        "(?!(?:the|a) (?:train|bus|plane|taxi|car to|lead|blame|most|best|worst|first)\\b)OWNED(?:last |first "
        ")?NAMEAWAY",
        "who (?:was|is|were) the last (?:person |one |to )*(?:who )?(?:DO|DONE)(?:ing)? OWNEDNAMEAWAY",
        "who(?: has|'s got| has got) (?:(?:my|our|his|her|their) |(?=[\\w-]+'s ))NAMEAWAY",
        "who(?: was| is| were|(?:'s| has| have| had) been|'s) DOING OWNEDNAMEAWAY",
        "who did (?:you|i|we) see (?:with|DOING) OWNEDNAMEAWAY",
        "(?:by )?who(?:m)? (?:was|were|has|have) (?:been )?OWNEDNAME (?:been )?(?:moved|taken|put|touched|used|"
        "opened)(?: by)?AWAY",
        "(?:who|whose hand) (?:is|was) responsible for (?:moving|taking) OWNEDNAME",
        DONE=_DONE,
        DOING=_DOING,
        DO=_DO,
        OWNED=_OWNED,
        NAME=NAME,
        AWAY=_AWAY,
    ),
    timed(
        lambda _, __: WhoDid(""),
        r"who (?:did|has done|had done) (?:that|this|it)",
        r"who (?:moved|took|touched|broke|put|left|had|opened|used|ate) (?:it|that|this|them|these|those)"
        r"(?: (?:here|there|away))?",
        rf"who (?:was|were|has been) (?:here|there|at the door|in {_ROOM})",
        rf"who (?:came|went|walked|entered|left)(?: (?:in|out|by|past|home|here|there|(?:(?:in|into|out of) "
        rf")?{_ROOM}))?",
        r"who did you see(?: (?:here|there))?",
    ),
    rule(
        always(WhatShown()),
        r"what (?:did|have|had) i (?:just )?(?:show|shown|showed|hold|held)(?: up)?(?: to)?(?: you)?"
        r"(?: (?:just now|before|last|a moment ago))?",
        r"what (?:was|were) (?:it|(?:that|the)(?: last)?(?: thing| object)?)(?: that)? i (?:just )?SHOWED"
        r"(?: to)?(?: you)?(?: just now| before)?",
        r"what was i (?:just )?(?:holding|showing)(?: up)?(?: you| to you)?(?: just now| a moment ago| before)?",
        r"what (?:did|have) you (?:just )(?:see|seen|look at)",
        r"what was that (?:just now|thing|a moment ago)",
        r"what was the last thing (?:you saw|i showed you|i held up)",
        SHOWED=_SHOWED,
    ),
    dated(
        lambda _, when: WhatShown(when),
        r"(?:what|which)(?: else| all| things?| objects?)? (?:did|have|had) i "
        r"(?:show|shown|showed|hold|held|bring|present)(?: up)?YOU",
        r"what (?:was|were) (?:it|that|(?:that|the) (?:thing|object|one)s?)(?: that)? i SHOWEDYOU",
        r"what(?: things?| objects?)? i SHOWEDYOU",
        r"what was i (?:holding|showing)(?: up)?YOU",
        r"what was (?:it|that)",
        SHOWED=_SHOWED,
        YOU=r"(?:(?: to)? (?:you|the camera))?",
    ),
    dated(
        lambda _, when: WhatSeen(RECENTLY, when),
        "what(?: else| all| things)? (?:did|have|had|could) (?:you|we) "
        "(?:see|seen|notice|noticed|observe|observed|watch|watched|record|recorded|look at|witness|remember)"
        "(?: here| there| happen)?",
        "what(?: else| all)?(?: has| had)? (?:happened|went on|was going on|was happening|been going on|did i miss|"
        "took place)(?: here| there| at home| around here| in ROOM)?",
        "(?:what|everything|all)(?: things)?(?: that)? you (?:saw|have seen|noticed|observed)",
        "what (?:did|have|do) (?:you|we) (?:have|got|keep|kept|know|remember) (?:from|of|about|for)",
        "what was (?:there|around|here|in view|visible|before the camera|in front of (?:you|the camera))",
        "(?:did|have) (?:you|we) (?:see|seen|notice|noticed) (?:anything|something)(?: interesting| happen| unusual)?",
        "(?:did|has) (?:anything|something) (?:happen|happened)(?: here)?",
        "(?:show me|tell me about|describe|recap|summari[sz]e|list)"
        "(?: (?:what|everything|all)(?: that)? (?:you saw|happened))?",
        ROOM=_ROOM,
    ),
    rule(
        always(WhatSeen(3600.0)),
        r"what (?:happened|did (?:you see|i miss)|have you seen|went on) while i was (?:away|out|gone|sleeping|asleep)",
    ),
)

# Last of all: any name may stand in it.
WHERE = timed(
    WhereIs,
    "(?:and )?where(?:'s|'re|EARTH is|EARTH are| was| were) THINGNOW",
    "whereEARTH (?:could|might|can|may|would) (?:i|you|we|he|she|someone|my \\w+) have FOUND THINGNOW",
    "whereEARTH did \\w+ (?:put|leave|place|hide|drop|keep|park) OWNEDNAMENOW",
    "whereEARTH (?:did|have|had|has|do|does|could|might) (?:i|you|we|he|she|someone|my \\w+) (?:last |"
    "just )?FOUND(?: down)? THING(?: down| last)?NOW",
    "where(?:'s| has| have| did) THING (?:gone|go|been|end up|disappear to)NOW",
    "(?:have|did|do) you (?:last |ever |just |happen to |by chance )?(?:seen|see|saw|spot|spotted|noticed?) THINGNOW",
    "(?:can|do) you (?:still )?see (?:my|our|the|his|her) NAMENOW",
    "(?:what's|what is|what was) the last place (?:that )?(?:you|i|we) (?:saw|had|left|put) THING",
    "(?:find|locate|look for|search for|seek) (?:my|our) NAMENOW",
    "i(?: can't| cannot| can not| could not| couldn't) find THINGNOW",
    "i(?:'ve| have)? (?:lost|misplaced) (?:my|our|the) NAME(?:NOW)",
    "i(?:'m| am) (?:looking|searching) for (?:my|our|the) NAME",
    "where THING (?:is|are|was|were)(?: last)?(?: seen)?NOW",
    "where (?:i|you|we)(?:'ve| have)? (?:last )?(?:put|left|placed|saw|seen|parked|had|kept) THINGNOW",
    "what do you (?:know|remember) about my NAME",
    "any (?:sign|sight|trace) of (?:my|our|the) NAME",
    EARTH="(?: on earth| the hell| in the world)?",
    FOUND=_FOUND,
    OWNED=_OWNED,
    THING=THING,
    NAME=NAME,
    NOW=NOW,
)
SEEN_THEN = dated(
    WhereIs,
    "(?:when|(?:at )?what time) (?:did|have) (?:you|i|we) (?:see|seen|notice|noticed|have) THING",
    THING=THING,
)
