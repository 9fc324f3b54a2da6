"""How Chinese words close (pure), in simplified characters."""

import re

from assistant.turns.closing.closings import Closing

_NUMBER = "[一两二三四五六七八九十几哪这那]"
_MEASURE = "[个只条本张件颗封路台位些家块种杯]"
_HESITATION = re.compile(r"[嗯呃额]+")
_FILLER = re.compile(r"(?:[嗯呃额]|那个|^这个|[有把想要]这个|就是说?|然后呢?|的话)$")
_ANSWER = re.compile(
    r"(?:是的?|对的?|好的?|好啊|行|不是?|不要|不用了?|不行|可以|停|谢谢你?|没有|没事|有|没关系|算了|还没有?|等一下|"
    r"等等|别动|为什么|真的|真的吗|我也是|你好|再见|知道了|我?不知道|什么时候|怎么了|下一[个页张首]|上一[个页张首])"
)
# Whole, though they end in a character that leans on the next one in other places.
_CLOSED = re.compile(
    r"(?<!知道)不知道$|[谢爱怪]你$|也是$|[对好行是]不[对好行是]$|[了过着]没有?$|(?<!有)没有$|[这那]里有$|[面边]那个?\w的$|(?<![一这那]个)\w色的$|[开聚]会$|"
    r"[^是]的是[^是]+的$|"
    r"[看读念听用吃穿]一?[过下]?看?这个$|(?:听|看|等|帮|跟|陪|告诉|还给|借给)[我你他她]了?$(?<!请告诉我)(?<!^帮我)(?<!^等我)"
)
_WHOSE = re.compile(r"谁的$|(?:谁|哪里|哪儿|什么时候|怎么|为什么)[^的]*[^我你他她它们]的$")
_OPEN = re.compile(
    r"(?:(?<!现)在|[的地得把被跟和与或是到从给对向让叫用比最很太更不没也都就才还又再我你他她它想要请能会帮有]|或者|以及|因为|所以|但是|可是|"
    r"如果|虽然|而且|[我你他]们|需要|应该|可以|可能|觉得|知道|另外|剩下|关于|应该先|告诉$|^请?告诉我?|"
    r"(\w)[不没]\1道?|(?:^|刚才|昨天|今天)有人|^[^怎什么不没别再]{1,4}说)$|" + _NUMBER + "$"
)
_TIME = "(?:每天|今天|明天|昨天|刚才|现在|早上|中午|晚上)"
_PERHAPS = re.compile(
    r"是.+的$|(?<![是在])(?:什么时候|为什么|怎么)$|[买找放写拿问送带教]$|喜欢$|[买吃看给拿找写]了$|在\w{1,2}子$|"
    r"^把.{1,3}(?<![掉开上下好走])$|^(?:请问|(?:我?想|我?要)?问[你您]?(?:一下|一?个问题)|我有一?个问题)$|"
    r"(?<=..)(?<![是到等在从于])" + _TIME + "$|(?<=...)(?<!久)[以之]前$|" + _NUMBER + _MEASURE + "$"
)
_ASKS = re.compile(
    r"(?:[吗呢吧]|(?:什么|哪里|哪儿|几点|多少|谁|怎么样?|[是在]什么时候|[在去到来往]哪)|怎么\w{1,2}|多少[钱个]|什么名字)了?$|"
    r"有没有.{2,}|([对好行是可])[不没]\1以?$|(.)[不没]\2.{2,}"
)
_WONDERS = re.compile(r"什么|哪|几|多少|谁|怎么|为何")
_DEMAND = re.compile(r"(?:就|的时候|请).*告诉我$")
_ORDER = re.compile(r"^(?:请|帮我|给我|再|把.+[掉开上下好到给来走起回]|[打关开看读写拿放播记别停])")
_VERB = re.compile(r"[是在有看说放记忘给让叫去来想要吃写读找买拿打开关做用知坐坏了过]|告诉|帮|需要|喜欢|可以")
_DESCRIBED = re.compile(r"(?:比较|很|太|真|有点)[^的了]{1,2}$")  # an adjective needs no verb
_SUBORDINATE = re.compile(r"^(?:如果|因为|虽然|要是|当|等|除了)(?!.*(?:就|所以|但|可是|也))|的时候$|但是?$")
_SUBJECT_ALONE = re.compile(r"^[我你他她它](?:们)?(?:现在|今天|明天|昨天|刚才|晚上|早上)?$|[晚早]上[我你他她]$")


def chinese(said: str) -> Closing:
    """`said`: characters alone, at least one."""
    if _ANSWER.fullmatch(said):
        return "answer"
    if _FILLER.search(said):
        return "filler"
    said = _HESITATION.sub("", said)
    if _SUBORDINATE.search(said):
        return "open"
    if _whole_question(said):
        return "question"
    if _DEMAND.search(said) and not re.fullmatch(r"请.{0,2}告诉我", said):
        return "request"
    if not _CLOSED.search(said):
        if _PERHAPS.search(said):
            return "perhaps"
        if _OPEN.search(said) or _SUBJECT_ALONE.search(said):
            return "open"
    return _told(said)


def _whole_question(said: str) -> bool:
    if _WHOSE.search(said):
        return True
    return bool(_ASKS.search(said)) and not _PERHAPS.search(said) and not re.search(r"[的把]$|不知道$", said)


def _told(said: str) -> Closing:
    if _ORDER.search(said) and len(said) > 3:
        return "request"
    described = _DESCRIBED.search(said) is not None
    if not (described or _VERB.search(said)) or len(said) < 3:
        return "fragment"
    return "question" if _WONDERS.search(said) and len(said) > 4 else "statement"
