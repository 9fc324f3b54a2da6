"""The rules for questions about the past, in Chinese, written in simplified characters."""

import re

from assistant.core.intents import (
    FindPicture,
    FindText,
    Intent,
    WhatSaid,
    WhatSeen,
    WhatShown,
    WhatWasAt,
    WhenSeen,
    WhereBefore,
    WhereIs,
    WhoDid,
)
from assistant.understanding.chinese_words import BEARER, CLASSIFIER, END, NAME, PAST, THING, WHERE, WHOSE
from assistant.understanding.rules import RECENTLY, always, dated, rule, seconds, timed

_THEY = rf"(?:它们?|他们?|她们?|那个|这个|那些|这些|(?:那|这){CLASSIFIER}|东西)"
_EARLIER = (
    r"(?:(?:在)?(?:那|这|此|再|更)?(?:之前|以前|先前|早之前|往前|前面)(?:的时候|那时)?|原本|原来|本来|原先|上一次|"
    r"前一次|"
    r"更早(?:以前|之前|的时候)?|"
    r"(?:被)?(?:移动|移走|搬走|拿走|换位置|动过?)(?:之前|以前|前))"
)
_PUT = r"(?:放在|放到|丢在|摆在|落在|忘在|收在|搁在|挂在|停在|在|喺|放|摆|跑|掉|去|收)(?:了|到)?"
_SEE = r"(?:看到|看见|见到|看|见)(?:过|了|的)?"
_WHEN = r"(?:什么时候|几点(?:钟)?|何时|哪时候|啥时候|什么时间|哪天)"
_LAST = r"(?:最后一次|最近一次|上一次|最后|上次|最近|上回)"
_WHAT = r"(?:(?:些|是|哪些|到)*(?:什么|啥|哪些|甚么)(?:东西|物品|事情?|内容|字|文字)?)"
_SIDE = r"(?:上面|上头|上边|上|里面|里头|里边|里|中间|下面|底下|下|旁边|边上|前面|后面|那里|那边|这里)"
_ROOM = (
    r"(?:房间?|厅|卧室|书房|办公室|浴室|阳台|门口|冰箱|抽屉|柜子?|桌子?|书桌|架子?|窗台|地板|沙发|车库|院子|包包?|"
    r"箱子?)"
)
_SPOT = (
    rf"(?:{WHOSE}(?!什么|谁|哪|[这那][里边]|世界|历史|新闻|电视|网|记得|知道|你|我)"
    rf"(?P<it>[^,，。、！？\s在]{{1,10}}?{_SIDE}|[^,，。、！？\s在]{{0,8}}?{_ROOM}))"
)
_HELD = r"(?:有过|有|放着|摆着|放|摆|搁|堆|留|剩|搁着|放置)(?:了|过|着|的)*"
# What is read where it hangs; a letter or a receipt is more often held up now, and stays with "read that".
_SIGN = r"(?:招牌|告示牌?|公告|路牌|门牌|牌子|标示牌?|指示牌|海报|看板|布告栏?|站牌)"
_OWNED = r"(?:(?:我|你|他|她)们?)?的?"
_TEXT = (
    rf"(?:(?:瓶子|盒子|罐子|药瓶|门|墙|包裹|箱子)(?:上|"
    rf"里)?(?:面)?的)?(?:(?!的)[^,，。、！？\s这那它]{{0,8}}?)(?:{_SIGN}|"
    rf"{BEARER})"
)
_DONE = (
    r"(?:动|移动|移|拿|取|碰|搬|偷|放|丢|扔|藏|用|借|吃|喝|打开|打破|打翻|弄坏|弄丢|关|收|挪|换|摸|开|带|洗|穿)"
    r"(?:走|掉|开|到|了|过|的|光|完|坏|动)*"
)


# In both scripts, for the question is cut as it was written.
_SIDE_OF = re.compile(
    "的?(?:[上里裡裏][面頭头邊边]?|中[间間]|下面|底下|下|旁[邊边]|[邊边]上|[前後后]面|那[裡裏里邊边]|這裡|这里)$"
)


def _what_was_at(spot: str, when: str) -> Intent:
    """「餐桌上」 is the 餐桌; 「桌上」 stays whole, for one character alone is no name."""
    place = _SIDE_OF.sub("", spot)
    return WhatWasAt(place if len(place) > 1 else spot, when)


PAST_RULES = (
    rule(
        lambda it: WhatSeen(seconds(it)),
        "(?:你)?(?:在)?PAST(?:你|我)?(?:都|有)?(?:看到|看见|发生|记录|见到|记得)(?:了|过|的)*(?:些|是|"
        "哪些)*(?:什么|啥|哪些|过)?"
        "(?:事情?|东西)?END",
        "(?:你)?最近(?:你)?(?:都|有)?(?:看到|看见|发生|见到)(?:了|过|的)*(?:些|是|哪些)*(?:什么|啥|"
        "哪些)(?:事情?|东西)?END",
        PAST=PAST,
        END=END,
    ),
    rule(
        FindPicture,
        "(?:帮我|给我)?(?:找|找找|找一下|找出|搜|搜索|给我看|看看)(?:一下)?(?:那|一)?(?:张|幅)?(?:有|拍到|拍了|"
        "出现|显示)?(?P<it>[^,，。！？]{1,40}?)"
        "的(?:那|那一|一)?(?:张|幅)?(?:图片|照片|相片|图像|图|相)",
    ),
    rule(
        FindText,
        "(?:找|找找|找一下|查一下|搜索)?(?:看)?(?:我|你)?(?:是)?(?:在WHERE|什么时候)(?:看到|看见|看|读到|读|"
        "见)过?(?:的)?KIND?TEXTTAIL",
        "(?:我)?(?:是)?在WHERE(?:看到|看见|读到|读|看)过?TEXT(?:这(?:几个|段|句|些)?(?:字|文字|话|词))的?",
        "(?:找|搜索|搜寻|查找|搜|查)(?:一下)?(?:写着|写了|有|提到|含有|包含)TEXT(?:的)(?:那)?(?:一)?(?:页|画面|字|"
        "文字|纸|地方|标签|文件|段落?)",
        "(?:找|搜索|搜寻|查找)(?:一下)?KINDTEXT",
        "(?:我)?有没有(?:读到|读)过?(?:关于)?TEXTTAIL",
        WHERE=WHERE,
        KIND=r"(?:(?:这|那)?(?:段|句|几个|个)?(?:文字|字|话|词)(?:是)?[:：]?)",
        TAIL=r"(?:(?:这|那)(?:几个|段|句|些|个)?(?:文字|字|话|词)|的(?:文字|内容|字))",
        TEXT=r"[“「『\"]?(?P<it>[^,，。！？]{1,40}?)[”」』\"]?",
    ),
    rule(
        FindText,
        rf"(?:我)?(?:是)?(?:在{WHERE}|什么时候)(?:读到|"
        rf"读)过?(?:关于)?(?:的)?[“「『]?(?P<it>[^,，。！？]{{1,40}}?)[”」』]?(?:的)?",
    ),
    rule(
        always(WhereBefore("")),
        "(?:那|那么)?(?:在)?(?:那|这|此|再|更|再往|再更)?(?:之前|以前|前面|早之前|往前|早|前一次|"
        "上一次)(?:的)?(?:呢|(?:是)?PUTWHEREEND|位置(?:呢)?)",
        "(?:那)?THEY(?:是)?EARLIER(?:是)?(?:被)?PUTWHEREEND",
        "EARLIERTHEY(?:是)?(?:被)?PUTWHEREEND",
        "(?:那)?再(?:之)?前(?:面)?(?:呢|(?:是)?(?:在)?WHEREEND)",
        "EARLIER(?:是)?(?:被)?PUTWHEREEND",
        "更早(?:以前|之前|的时候|一点)?呢",
        THEY=_THEY,
        EARLIER=_EARLIER,
        PUT=_PUT,
        WHERE=WHERE,
        END=END,
    ),
    rule(
        WhereBefore,
        "(?:那么?)?THING(?:是)?EARLIER(?:是)?(?:被)?PUTWHERE(?:里)?END",
        "EARLIER,?THING(?:是)?(?:被)?PUTWHERE(?:里)?END",
        "THING(?:的)?(?:上一个|前一个|之前的|原来的|原本的)(?:位置|地方)(?:是)?(?:在)?WHEREEND",
        "THING(?:是)?从WHERE(?:里)?(?:被)?(?:移|拿|搬|挪)(?:走|来|过来|开)*(?:的)?END",
        THING=THING,
        EARLIER=_EARLIER,
        PUT=_PUT,
        WHERE=WHERE,
        END=END,
    ),
    rule(
        WhenSeen,
        "(?:你|我)?(?:是)?LAST(?:是)?WHENSEE(?:的)?THINGEND",
        "(?:你|我)?LAST(?:你|我)?(?:在)?SEETHING(?:是|在)*WHEN(?:的)?END",
        "(?:你|我)?LAST(?:你|我)?SEETHING(?:的时间|的时候)(?:是)?(?:WHEN)?END",
        "(?:你|我)?(?:是)?(?:在)?WHEN(?:LAST)?SEETHING(?:的)?END",
        "THING(?:是)?LAST(?:被)?(?:看到|看见|出现|见到)(?:的时间|的时候)?(?:是)?(?:在)?WHEN(?:的)?END",
        "THING(?:是)?(?:在)?WHEN(?:LAST)?(?:被)?(?:看到|看见|出现|不见)(?:的|了)?END",
        "(?:你|我)?(?:多久|多长时间)(?:没有?|以前|之前)SEETHINGEND",
        "THING(?:不见|消失|没出现)(?:了)?(?:多久|多长时间)END",
        LAST=_LAST,
        WHEN=_WHEN,
        SEE=_SEE,
        THING=THING,
        END=END,
    ),
    timed(
        WhatSaid,
        "OWNED(?P<it>TEXT)(?:上面?|里面?|上头)?(?:原本|之前|当时|刚才|那时)?(?:是|都)?(?:写|说|印|显示|标)(?:了|"
        "过)(?:些)?WHATEND",
        "OWNED(?P<it>SIGNED)(?:上面?|里面?)?(?:是|都|到底)?(?:写|说|印|显示|标)(?:着|的是|了)?WHATEND",
        "OWNED(?P<it>TEXT)(?:上面?|里面?)?(?:之前|当时|那时|先前)(?:是|都)?(?:写|说|印|显示|有)(?:着|的是|了|过|"
        "的)?WHATEND",
        "(?:你|我)?(?:之前|当时|那时)?在OWNED(?P<it>TEXT)(?:上面?|里面?)?(?:看到|看见|读到)(?:了|过|的)?WHATEND",
        OWNED=_OWNED,
        SIGNED=rf"(?:(?!的)[^,，。、！？\s这那它]{{0,8}}?){_SIGN}",
        TEXT=_TEXT,
        WHAT=_WHAT,
        END=END,
    ),
    dated(
        WhatSaid,
        "(?:(?:这|那)CLASS?)?OWNED(?P<it>TEXT)(?:上面?|里面?)?(?:是|都)?(?:写|说|印|显示|标)(?:着|的是|了|过|"
        "的)*WHATEND",
        OWNED=_OWNED,
        CLASS=CLASSIFIER,
        TEXT=_TEXT,
        WHAT=_WHAT,
        END=END,
    ),
    timed(
        _what_was_at,
        "SPOT(?:都|曾经)?(?:之前|原本|本来|原来|先前|以前|当时|那时)(?:都|是)*HELDWHATEND",
        "(?:你|我)?(?:之前|曾经|当时)?在SPOT(?:都)?(?:看到|看见|见到|看)过WHATEND",
        "(?:你|我)?(?:之前|曾经|当时)在SPOT(?:都)?(?:看到|看见|见到|看)(?:过|了)?WHATEND",
        SPOT=_SPOT,
        HELD=_HELD,
        WHAT=_WHAT,
        END=END,
    ),
    dated(
        _what_was_at,
        "(?:在)?SPOT(?:都|是|曾经)*HELDWHATEND",
        "(?:你|我)?(?:都)?在SPOT(?:都)?(?:看到|看见|见到|看|放|留)(?:过|了)?WHATEND",
        "(?:在)?SPOT(?:你|我)(?:都)?(?:看到|看见|见到|看)(?:过|了)?WHATEND",
        "SPOT的(?:东西|物品)(?:有|是)WHATEND",
        "SPOT(?:有没有|有)(?:放|摆)?(?:什么|任何)?东西END",
        SPOT=_SPOT,
        HELD=_HELD,
        WHAT=_WHAT,
        END=END,
    ),
    timed(
        lambda it, _: WhoDid(it),
        "(?:是)?谁(?:刚才|刚刚|之前)?(?:把|将)THING(?:给)?DONE(?:到?[^,，。！？]{0,8})?END",
        "(?:是)?谁(?:刚才|刚刚|之前|最后)?DONEMINEEND",
        "MINE(?:是)?(?:被)?谁(?:给)?DONE(?:到?[^,，。！？]{0,8})?END",
        "(?:是)?(?:有)?(?:哪个人|什么人|哪一位)(?:刚才|刚刚)?DONEMINEEND",
        DONE=_DONE,
        THING=THING,
        MINE=THING,
        END=END,
    ),
    timed(
        lambda _, __: WhoDid(""),
        "(?:是)?谁(?:做|干|弄)(?:了|的)*(?:这|那)?(?:件事|个|些)?END",
        "(?:是)?谁(?:来|进来|出去|经过|到)(?:了|过|的)END",
        "谁(?:来过|进过)(?:这里|我?的?房间|家里|办公室|客厅|厨房)?END",
        "(?:这|那)(?:件事|个|些)?(?:是)?谁(?:做|干|弄|放|动)(?:的|了)END",
        END=END,
    ),
    rule(
        always(WhatShown()),
        rf"(?:我)?(?:刚才|刚刚|刚)(?:我)?(?:给|让)?(?:你|你们)?(?:看|展示|拿|秀|举)(?:给你看|起来|了|过|的|"
        rf"着)*(?:那个?|东西)?"
        rf"(?:是)?(?:了)?(?:什么|啥)(?:东西)?{END}",
        rf"我(?:刚才|刚刚|刚)?(?:给|让)你看(?:了|过|的)?(?:东西)?(?:是)?(?:什么|啥)(?:东西)?{END}",
        rf"(?:刚才|刚刚)(?:那个?|那是)(?:东西)?(?:是)?(?:什么|啥)(?:东西)?{END}",
        rf"(?:你)?(?:刚才|刚刚)(?:你)?(?:看到|看见)(?:了|的)?(?:是)?(?:什么|啥)(?:东西)?{END}",
    ),
    dated(
        lambda _, when: WhatShown(when),
        "(?:我|你)?(?:是)?(?:我)?(?:给|让|拿|秀|展示)(?:了|过)?(?:给)?你?(?:看)?(?:了|过|的)*(?:东西|"
        "那个)?(?:是)?WHAT(?:给你看)?END",
        "我(?:手上|手里)?(?:拿|举|握)(?:着|了|过|的)*(?:东西)?(?:是)?WHAT(?:给你看)?END",
        "我(?:给你看|展示|拿给你看|秀给你看)(?:了|过|的)*(?:那个)?(?:东西)?(?:是)?WHATEND",
        WHAT=_WHAT,
        END=END,
    ),
    dated(
        lambda _, when: WhatSeen(RECENTLY, when),
        "(?:你|我们)?(?:都|有|有没有|总共)?(?:看到|看见|见到|看|见|记录|记下|注意到|拍到)(?:了|过|的)*(?:些|是|"
        "哪些)*WHATEND",
        "(?:你)?(?:这里|家里|房间里?|画面)?(?:都|有)?发生(?:了|过|的)*WHATEND",
        "(?:你)?(?:有没有|有)(?:看到|看见|发生|注意到)(?:了|过)?(?:什么|任何)?(?:东西|事情?)?END",
        "(?:你)?看到的(?:东西|画面)?(?:是|有)WHATEND",
        WHAT=_WHAT,
        END=END,
    ),
    rule(
        always(WhatSeen(3600.0)),
        rf"我(?:不在|出去|离开|睡觉)(?:的)?(?:时候|期间)?(?:你)?(?:看到|看见|发生)(?:了|过)*(?:些)?什么(?:事情?|"
        rf"东西)?{END}",
    ),
)

# After "what do you see", which is nearly the same in Chinese.
LATELY = rule(
    always(WhatSeen(RECENTLY)),
    "(?:你)?(?:都)?(?:看到|看见|见到)(?:了|过)*(?:些|哪些)*(?:什么|啥|哪些)(?:事情?|东西)?END",
    "(?:最近)?发生(?:了|过)?(?:些)?什么(?:事情?)?END",
    END=END,
)

# Last of all: any name may stand in it.
WHERE_RULE = timed(
    WhereIs,
    "(?:请问)?(?:你知道|你记得|还记得|记得)?THING(?:现在|目前|到底|究竟|最后|上次|刚才|一?次|"
    "出现|是|会)*(?:被)?PUTWHERE(?:里)?(?:去)?END",
    "(?:我|你|他|她)?(?:是)?(?:之前|刚才|上次|最后)?(?:我|你|他|她)?(?:是)?(?:把|将)THING(?:PUT|丢|收到|停在)(?:了|"
    "到)?WHERE(?:里)?(?:去)?END",
    "(?:你|我)?(?:是)?(?:最后|上次|刚才|最近|刚刚|一次)*(?:是)?(?:在WHERE)(?:最后|上次)?(?:看到|看见|见到|看)(?:过|"
    "了|的)?THINGEND",
    "(?:你)?(?:最近|刚才|刚刚)?(?:有没有|有无|有|曾经)(?:最近|刚才)?(?:看到|看见|见到|见|看)(?:过|了)?THING(?:过)?END",
    "(?:你)?(?:最近|刚才)?(?:看到|看见|见到|见)(?:过|了)?(?:我的)NAME(?:了)?吗?",
    "(?:你|我)?(?:最后|上次|上一次|最后一次|最近一次)(?:是)?(?:看到|看见|见到|看)(?:过|的)?THING(?:是)?(?:在WHERE)END",
    "(?:帮我)?(?:找|寻找|找找|找一下|找一找)(?:看)?我们?的NAME",
    "我?(?:找不到|找唔到|弄丢了?|丢了|不见了|搞丢了?|在找|要找)(?:我的)?NAME(?:了)?",
    "我的NAME(?:不见了|丢了|呢|掉了|找不到了|找不到)",
    "(?:关于)我的NAME你(?:知道|记得)什么",
    PUT=_PUT,
    THING=THING,
    NAME=NAME,
    WHERE=WHERE,
    END=END,
)
SEEN_THEN = dated(
    WhereIs,
    "(?:你|我)?(?:是)?(?:在)?(?:什么时候|几点|何时)(?:看到|看见|见到)(?:过|了|的)?THINGEND",
    THING=THING,
    END=END,
)
