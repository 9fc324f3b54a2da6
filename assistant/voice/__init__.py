"""Words made fit to be spoken, spoken, and followed as they are heard."""
