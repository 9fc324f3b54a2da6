"""The page: Gradio for layout and chat, one WebSocket for everything live."""
