"""Colours and type of the page, for light and dark. Only fonts that the machine has: nothing is fetched."""

import gradio as gr
from gradio.themes.utils.fonts import Font

_FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans CJK TC", "WenQuanYi Micro Hei", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "monospace")


def theme() -> gr.themes.Base:
    """Warm greys and one deep green-blue; contrast of text at least 4.5 to 1 in both modes."""
    base = gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_lg,
        font=[Font(name) for name in _FONTS],
        font_mono=[Font(name) for name in _MONO],
    )
    return base.set(
        body_background_fill="#f6f5f2",
        body_background_fill_dark="#131615",
        body_text_color="#22262a",
        body_text_color_dark="#e8e6e1",
        body_text_color_subdued="#5f6368",
        body_text_color_subdued_dark="#a3a8a6",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1b1f1e",
        background_fill_secondary="#faf9f7",
        background_fill_secondary_dark="#171a19",
        border_color_primary="#e3e0da",
        border_color_primary_dark="#2d3331",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1b1f1e",
        block_border_width="0px",
        block_shadow="none",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b1f1e",
        input_border_width="1px",  # of the login's fields, which no style sheet of ours reaches
        input_border_color="#8f8a80",
        input_border_color_dark="#6b726f",
        color_accent_soft="#e3f1ee",
        color_accent_soft_dark="#173430",
        border_color_accent_subdued="#e3f1ee",
        border_color_accent_subdued_dark="#173430",
        button_primary_background_fill="#0f766e",
        button_primary_background_fill_dark="#2aa596",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#06201c",
    )
