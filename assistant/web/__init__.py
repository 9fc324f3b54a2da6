"""The page: Gradio for layout and chat, one WebSocket for everything live.

Gradio asks the environment whether to send usage figures when it is imported, and modules below import it: the
answer is given here, before any of them can.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
