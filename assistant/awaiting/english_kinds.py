"""English words for kinds of events (regular expressions): what each says, and its slots.

Without a slot `it` or `number` an event is about a person. `who` and `where`: the words say more than boxes can tell.
"""

_SOME = (
    r"(?:there (?:is|are) )?(?:someone(?: else)?|somebody(?: else)?|anyone|anybody|a person|people|any person|a human|"
    r"another person)"
)
_WHO = (
    r"(?:the |a |an |my |our |his |her |their )?(?:visitor|guest|mailman|mail carrier|postman|postwoman|courier|"
    r"delivery (?:man|woman|person|guy|driver)|man|woman|boy|girl|child|kid|baby|toddler|burglar|thief|stranger|"
    r"intruder|customer|client|patient|student|teacher|nurse|doctor|boss|manager|colleague|coworker|co-worker|"
    r"neighbou?r|friend|room ?mate|flat ?mate|partner|wife|husband|boyfriend|girlfriend|son|daughter|brother|sister|"
    r"mother|father|mom|mum|mommy|mummy|dad|daddy|parent|grand(?:ma|pa|mother|father|son|daughter)|aunt|uncle|cousin|"
    r"children)s?"
)
_PLACE = (
    r"(?:(?:(?:in|into|at|to|by|near|before|behind|through|on|inside|outside|past) )?(?:the|my|our|this) (?:\w+ )?"
    r"(?:door|doorway|room|house|home|desk|table|kitchen|garden|yard|office|window|porch|gate|hall|hallway|car|bed)|"
    r"(?:behind|near|next to|in front of) (?:me|you|us))"
)
_COMES = (
    r"(?:is|are|has|have|just|come|comes|came|coming|arrives?|arrived|arriving|appears?|shows?|turns?|walks?|walking|"
    r"enters?|entering|gets?|approach(?:es)?|approaching|pass(?:es)?|passing|stands?|standing|sits?|looks?|"
    r"there|here|back|home|up|in|inside|into|over|by|past|along|at|near|to|before|visible|now|"
    r"(?:the|my|our|this) (?:picture|view|frame|camera|screen)|view|sight)"
)
_A = r"(?:a|an|the|my|our|your|his|her|their|this|that|these|those|some|any|one of the)"
_THING = (
    rf"(?P<it>(?:{_A} )?(?!(?:there|it|i|you|he|she|we|they|some(?:one|body)|any(?:one|body)|nobody)\b)[\w'-]+"
    r"(?: [\w'-]+){0,3}?)"
)
_BY = r"(?:i|we|you|he|she|they|someone|somebody|anyone|anybody|a person|(?:you (?:can )?see )?(?:me|someone))"
_IS = r"(?:is|are|gets?|has been|have been)"
_GO = (
    r"(?:(?:is|are|has|have) (?:gone|missing|left|disappeared|vanished|not (?:there|here|visible)(?: any ?more)?|"
    r"no longer (?:there|here|visible)|away|out of (?:sight|view))|(?:leaves?|disappears?|vanish(?:es)?|"
    r"goes? (?:away|out)|(?:is|are) leaving|walks? (?:away|off|out)|gets? up and leaves?)"
    r"(?: (?:the|my|this|your) \w+)?)"
)
_SEE = r"(?:you (?:can )?(?:see|notice|spot|recogni[sz]e|find)|there (?:is|are)|i (?:show|hold up)(?: you)?) "
_QUOTED = r"[\"“']?(?P<it>[^\"“”']+?)[\"”']?"
_NUMBER = r"(?P<number>\d[\d:.,%]*)(?: ?percent)?"
_AT = r"(?P<where>(?:in|on|at|near|by|before|next to|under|from) .+)"

EVENTS = (
    (r".*\b(?:rings?|ringing|beeps?|beeping|buzz(?:es)?|buzzing|barks?|barking|chirps?|meows?|whistles?|whistling|"
     r"chimes?|sounds?|noise|you (?:can )?hear|i hear|says my name|calls (?:me|my name)|"
     r"(?:alarm|timer|bell|siren|phone|clock) (?:goes|is going) off)\b.*", "heard"),
    (rf"(?:you (?:can )?(?:see|notice) )?(?:{_SOME}|(?P<who>{_WHO}))(?: (?:(?P<where>{_PLACE}|knocks?)|{_COMES}))*",
     "appears"),
    (r"(?P<who>(?:i am|we are) (?:back|here|home)|(?:i|we) (?:come back|get home|return|sit down|show up))", "appears"),
    (rf"(?:nobody|no ?one)(?: {_PLACE}| {_COMES})*(?: any ?more)?", "gone"),
    (rf"(?:i|we|you|everyone|everybody|{_SOME}|(?P<who>he|she|they|{_WHO})) {_GO}", "gone"),
    (rf"(?:it|the [\w ]+?|something|a [\w ]+?) (?:says?|reads?) {_QUOTED}", "reads"),
    (rf"(?:the |my |a )?(?:screen|display|page|sign|label|it|monitor) shows? (?:[\"“'](?P<it>[^\"“”']+)[\"”']|"
     rf"{_NUMBER})", "reads"),
    (rf"(?:the |my )?(?:\w+ ){{0,2}}?(?:bar|counter|timer|clock|number|score|display|screen|it|thermometer|progress|"
     rf"download) (?:reaches|hits|gets to|goes to|is at) {_NUMBER}", "reads"),
    (rf"(?:you (?:can )?(?:see|read) )?the (?:word|words|text|number) {_QUOTED}(?: appears?| shows? up| comes? up| "
     r"is (?:there|on the screen))?", "reads"),
    (r"(?:anything|something|things?|it|the (?:picture|scene|view|image)) (?:moves?|changes?|stirs?|happens?)",
     "anything"),
    (r"(?:there is|you (?:see|notice)) (?:any |some |a )?(?:movement|motion|change|activity)s?", "anything"),
    (rf"{_BY} (?:picks?|takes?|grabs?|lifts?|removes?|gets?|steals?|pick(?:ing)?) (?:up |away |out )?{_THING}"
     r"(?: up| away| off the \w+| out)?", "taken"),
    (rf"{_THING} {_IS} (?:being )?(?:picked up|taken|taken away|lifted|grabbed|removed|stolen)"
     r"(?: (?:away|up|from .+))?", "taken"),
    (rf"{_BY} (?:puts?|sets?|places?|lays?) (?:down |back ){_THING}(?: (?:back|down))?", "put"),
    (rf"{_BY} (?:puts?|sets?|places?|lays?|brings?|returns?) {_THING} (?:down|back)(?: .+)?", "put"),
    (rf"{_THING} {_IS} (?:put|set|placed|laid|brought) (?:down|back)(?: .+)?", "put"),
    (rf"{_THING} {_GO}", "gone"),
    (rf"{_THING} (?:moves?|is moved|are moved|gets moved|changes (?:its )?place|is moving|stirs?)", "moves"),
    (rf"{_BY} moves? {_THING}", "moves"),
    (rf"(?:something|anything) happens (?:to|with) {_THING}", "moves"),
    (rf"{_SEE}{_THING}(?: {_AT})?", "appears"),
    (rf"{_THING} (?:appears?|shows? up|turns? up|arrives?|(?:is|are) (?:there|here|back|visible|delivered|arriving|"
     r"in (?:view|sight|the picture))|comes?(?: (?:in|back|home|here|up|out|along|by|into view))?|"
     r"(?:is|are) coming(?: in| back| home)?|enters?|walks? in|jumps? (?:in|up)|"
     r"pass(?:es)?(?: by)?|(?:goes|drives?|walks?|runs?) (?:by|past))"
     r"(?P<where> (?:in|into|on|onto|at|to|near|by|the|from) ?.*)?", "appears"),
    (rf"{_THING} (?:is|are) {_AT}", "appears"),
)  # fmt: skip
