"""A model's files on their way from the hub into its cache on this machine."""
