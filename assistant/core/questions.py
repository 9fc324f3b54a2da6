"""The questions that can be asked by voice without a downloaded model: `assistant.understanding` understands each of
them (a test says so), and the built-in ears listen for no others but the orders that end a reply and listeners' words.

The right sides of JSGF rules: `(a | b)` a choice, `[a]` optional. `<thing>` is a taught name or a household noun,
`<place>` a household noun, `<number>` a number word.
"""

QUESTIONS: tuple[str, ...] = (
    "(where is | where are | where did i put | where did i leave | have you seen | did you see | can you see "
    "| find | when did you last see | where did you last see | i can't find) my <thing>",
    "where (is | are) the <thing>",
    "where (was it | were they) before that",
    "what was on the <place> [(this morning | yesterday | last night)]",
    "who (moved | took) (my | the) <thing>",
    "(this is | these are | here is | here are) my <thing>",
    "remember [that] my <thing> (is | are) (on | in | under | behind | beside | next to) the <place>",
    "read (that | this | it | the text | the screen | the label | the page)",
    "what does (it | this | that | (the | this) label | the screen | the page | the sign | this screenshot) say",
    "what did the (sign | label | letter | screen) say",
    "can you read (this | that | it)",
    "what (color | colour) is (this | that | it)",
    "scan (this | the) (code | q r code | bar code)",
    "(is anyone | is anybody | is someone) (there | facing you | looking at you | in the room)",
    "(did anything | did something | has anything) (move | moved | change | changed)",
    "what moved",
    "what did i just show you",
    "what did i show you (this morning | yesterday | <number> minutes ago)",
    "what did you just see",
    "what did you see (this morning | yesterday | last night | today)",
    "what did you see in the last (minute | hour | half hour | <number> minutes | <number> hours)",
    "what happened in the last (minute | hour | half hour | <number> minutes | <number> hours)",
    "what have you seen",
    "can you see me",
    "is the picture (okay | clear | sharp | dark)",
    "how is the picture",
    "forget the last (minute | hour | half hour | <number> minutes | <number> hours)",
    "forget everything",
    "forget my <thing>",
    "forget (this | that) picture",
    "stop remembering",
    "remember again",
    "tell me when (someone comes in | someone is at the door | nobody is there | something moves)",
    "tell me when (my | the) <thing> is gone",
    "(tell me when (you see | i pick up) (a | my | the) | stop watching for (my | the) | never mind the) <thing>",
    "what are you watching for",
    "stop watching",
    "cancel all alerts",
    "what do you (know | remember)",
    "what have i taught you",
    "what can you do",
    "what time is it",
    "stop talking",
    "be quiet",
    "hello",
    "help",
)

ORDERS: tuple[str, ...] = (
    "[please] (stop | stop it | wait | hold on | hang on) [please]",
    "(wait | hold on | just) a (moment | minute | second)",
    "no [no no]",
    "stop stop [stop]",
    "shut up",
)

LISTENERS: tuple[str, ...] = (
    "[oh] (yeah | yes | right | okay | sure | really | great | good | nice | fine | wow | exactly) "
    "[yeah | yes | right | okay | really]",
    "[oh] (i see | got it | of course)",
    "uh huh",
    "mm hmm",
)
