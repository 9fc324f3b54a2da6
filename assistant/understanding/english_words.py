"""The pieces that the English rules are made of (regular expressions)."""

NUMBER = r"(?:\d+(?:\.\d+)?|a|an|one|half an|half a|a few|a couple of|several|(?:[a-z]+[ -])?[a-z]+)"
UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?)"
SPAN = (
    rf"(?:(?:the )?(?:last|past|previous) )?(?P<it>(?:{NUMBER} )?(?:and a half )?{UNIT}(?: and a half)?|"
    rf"(?:a )?quarter of an hour|half hour)"
)
WHEN = rf"(?: (?:in|during|over|for|from|within) {SPAN})"
NOW = r"(?: (?:now|right now|at the moment|lately|recently|located|hiding|anywhere|around|again|last|gone|please))*"

A = r"(?:(?:my|our|your|the|an?|any|some|his|her|their|that|this|those|these)(?: pair of)? )"
# A name is up to five words, none of which turns it into a sentence.
NOT_FIRST = (
    r"(?:i|me|you|he|she|it|we|they|him|us|them|my|our|your|the|an?|any|some|his|her|their|that|this|those|these|here|"
    r"there|what|who|when|why|how|where|everyone|everybody|anyone|anybody|someone|something|anything|everything|going|"
    r"from|coming|to|about|not|so|very|too|really|just|last|past)"
)
NOT_INSIDE = (
    r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|should|would|will|and|or|but|because|if|that|which|"
    r"who|when|why|how|coming|going|from|to|i|you|we|he|she|they|it|before|yesterday|today|tonight|ago|previously|"
    r"earlier|born|invented|founded|discovered)"
)
NAME = rf"(?P<it>(?!{NOT_FIRST}\b)[\w'&-]+(?: (?!{NOT_INSIDE}\b)[\w'&-]+){{0,4}}?)"
THING = rf"{A}?{NAME}"
# "this is my …" said of no thing that can be learned by its look.
NO_THING = (
    r"(?:fav\w+|first|second|third|last|only|next|best|worst|final|own|point|problem|question|opinion|idea|fault|turn|"
    r"chance|choice|plan|life|job|dream|answer|name|friend|best friend|mother|mom|mum|father|dad|wife|husband|son|"
    r"daughter|brother|sister|boss|colleague|boyfriend|girlfriend|neighbou?r|way|time|day|house rule|understanding)"
)
MINE = rf"(?!(?:my|our) {NO_THING}\b)(?:my|our) (?:pair of )?{NAME}"
POSSESSED = (
    r"(?P<it>(?!(?:what|that|it|he|she|who|there|here|where|how|let|today|yesterday|tomorrow)'s)[a-z]+'s "
    r"[\w-]+(?: [\w-]+)?)"
)
TEXT_BEARER = (
    r"(?:(?:\w+ ){0,2}(?:pages?|screens?|screenshots?|signs?|labels?|box|bottle|notes?|letters?|papers?|book|text|"
    r"words|"
    r"documents?|receipt|menu|picture|photo|image|poster|board|whiteboard|card|tickets?|bill|envelope|package|packet|"
    r"display|monitor|messages?|e-?mail|caption|title|headline|slide|newspaper|magazine|instructions|can|tin|jar|tag|"
    r"sticker|form|invoice|cover|error|dialog|window|keyboard|lid|back|front|bottom|top|line|paragraph|writing))"
)
THAT = rf"(?:this|that|it|these|those|{A}{TEXT_BEARER})"
CODE = r"(?:(?:q ?r|bar|data|matrix|product)[ -]?)?codes?"
EYE = r"(?:picture|image|camera|video|view|lens|lighting|light|webcam)"
PERSON = r"(?:anyone|anybody|someone|somebody|a person|people|any people|a face|any faces?)"
