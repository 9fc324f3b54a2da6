"""One adapter a model family: how it is asked, and what its words and numbers mean."""
