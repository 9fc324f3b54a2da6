"""How large a tiny checkpoint is."""

WIDE, EYES = 64, 32  # hidden sizes of the language model and of the vision tower

TEXT = {
    "hidden_size": WIDE,
    "intermediate_size": 2 * WIDE,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 8192,
}

VISION = {"hidden_size": EYES, "intermediate_size": 2 * EYES, "num_hidden_layers": 2, "num_attention_heads": 2}

DEPTH = {"hidden_size": EYES, "depth": 2, "num_heads": 2, "out_hidden_size": WIDE}
