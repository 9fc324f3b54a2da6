"""English words by what they do in a sentence (pure): the small classes as lists, verbs by their endings too."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HESITATIONS = _words("um umm uh uhh uhm er erm hm hmm hmmm")
FILLERS = HESITATIONS | _words("well actually so")
LEADS = _words("and but so okay ok well oh hey also then now yes no please")  # before a sentence; they change nothing
BE = _words("is are was were am isn't aren't wasn't weren't what's where's who's how's whats wheres whos")
HELP = _words(
    "do does did can could will would should shall may might must have has had don't doesn't didn't can't couldn't "
    "won't wouldn't shouldn't haven't hasn't"
)
ARTICLES = _words("the a an my your our their its every no")
POINTING = _words("this that these those")
SUBJECTS = _words("i we they he she")  # never the last word, but after a verb that went before them
PRONOUNS = SUBJECTS | POINTING | _words("you it there me him her us them")
ANYONE = frozenset(
    some + one for some in ("any", "some", "every", "no") for one in ("one", "body", "thing", "where")
) | {"everybody's"}
CONJUNCTIONS = _words("and or but because if when while which although though unless until since whether than as")
PREPOSITIONS = _words(
    "of for from into onto with without between under behind beside near to at in on by about like through against "
    "among during within upon toward towards"
)
SHORTENED = _words("i'd it's that's there's he's she's let's here's")
UNFINISHED = (
    ARTICLES
    | CONJUNCTIONS
    | PREPOSITIONS
    | _words("some any each both very really just also next still quite rather almost only even am be been being")
    | SHORTENED
)
SUBORDINATE = _words("if when while because although though after before since unless until once whenever")
ASKING = _words("what where when who whose why how which what's where's who's how's whats wheres whos")
# They look back to a thing: "the red", "the other" want one more word, "it is red" does not.
ADJECTIVES = _words(
    "small big large little long short old new nice red blue green black white yellow brown grey gray orange pink "
    "purple other same first last second nearest main whole entire great huge tiny tall wide narrow thick thin heavy "
    "dirty wooden young private public different similar spare current rectangular"
)
NUMBERS = _words("one two three four five six seven eight nine ten")
OF_SOMETHING = _words(
    "capital name difference meaning price size rest colour color number material shape type kind brand title author "
    "purpose weight height favourite favorite"
)
SIDES = _words("left right top bottom front middle center centre side edge end corner")  # of what?
PORTIONS = _words("couple sheet pair piece kind sort type bunch row stack pile slice")  # "a couple" of what?
PLACES = _words("room floor side shelf drawer page street city town country building house box bag pocket cupboard")
# They tell where something is, and that follows, where they stand after "what is".
PLACED = _words("located situated attached placed mounted hung hanging standing sitting lying stored plugged displayed")
ABOVE = _words("above below underneath beneath across")  # a preposition after "is", not in "the shelf above"
TRANSITIVE = _words(
    "want need put get give take make bring tell find keep leave told said gave bought means called like think wonder "
    "wondering believe know remember remind show ask saying trying going supposed say hold let see call mind found "
    "invented took made wanted needed use charge fix increase reduce carry remove replace contain include borrow enjoy"
)
PARTICIPLES = _words("kept left told said bought called found invented taken made wanted needed")  # "are they made"
TRIED = _words("safe easy hard difficult heavy nice ready free good okay ok")  # "is it safe to use"
ALONE = _words("know remember mind care see hear understand")  # "I don't know", "can you see"
ORDERS = _words(
    "put get give take make bring tell find keep remember remind show read turn write look stop start open close play "
    "forget explain describe compare count check call help let please translate set add save search go move watch say"
)
VERBS = (
    TRANSITIVE
    | ORDERS
    | _words(
        "come use leave sit stand hang fit eat drink sleep live work belong happen boil buy sell send cook wash clean "
        "hear feel seem become change rain cost last hurt taste smell arrive mean walk run drive wait talk learn "
        "love hate try"
    )
)
PAST = _words(  # where the past does not end in -ed
    "went gone came saw seen left lost kept got thought knew fell broke broken ate drank slept sat stood wrote written "
    "sold sent bought heard felt became began read ran won met paid built caught taught grew drew flew threw held sang "
    "spoke spoken stole swam wore woke drove rode rose hid bit blew brought cost cut did done had hung hurt "
    "laid led let lit meant put rang sank set shook shot shut sought spent stuck swept tore understood lent bent"
)
# One of them is seldom what a whole sentence's last word was misheard for; where it stands last, more is to come.
LEANING = ARTICLES | BE | HELP | SUBJECTS | ASKING | (UNFINISHED - PREPOSITIONS - CONJUNCTIONS)
CANS = _words("trash garbage watering")  # a "can" that is no verb
SWITCHED = _words(
    "turned switched plugged it light lights tv oven stove radio heating fan lamp camera music computer machine "
    "kettle heater"
)


def is_verb(word: str) -> bool:
    """By its ending, where it stands in no list."""
    if word in VERBS | PAST | BE | HELP | SHORTENED or word.endswith(("'m", "'re", "'ve", "'ll", "n't")):
        return True
    if word.endswith("ed") and len(word) > 4:
        return True
    stems = (word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ing"), word.removesuffix("ing") + "e")
    return any(stem in VERBS for stem in stems)
