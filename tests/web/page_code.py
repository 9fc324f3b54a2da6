"""The page's own modules, run by Node."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from assistant.web.page import STATIC

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def returned(names: str, module: str, script: str, browser: str = "") -> Any:
    """What `script`, the body of a function, returns with `names` of a module of the page at hand.

    `now`, which it may set, is the time of day there in seconds; `gc()` collects garbage. browser: what Node lacks of
    one, put up before the module is loaded; `page` is the folder of all modules.
    """
    code = (
        f"let now = 0; Date.now = () => now * 1000; const page = {json.dumps(STATIC.as_uri())}; {browser};"
        f"const {{ {names} }} = await import({json.dumps((STATIC / module).as_uri())});"
        f"process.stdout.write(JSON.stringify(await (async () => {{ {script} }})()));"
    )
    node = ["node", "--expose-gc", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--input-type=module", "-e", code]
    return json.loads(subprocess.run(node, capture_output=True, text=True, check=True).stdout)
