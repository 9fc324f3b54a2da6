"""The object ledger: what each caption says of things, folded into where they were, and from when until when."""
