# Each target is a line or two that a person could type. `make run` and `make test` set up what they need.
PYTHON ?= python3
BIN = .venv/bin

BENCHMARKS = frames watching long_run overhead memory_search where_is moves abstain forgetting reading ears barge_in overhearing word_times endpointing noise turns watch_for names_given interpreting lag first_token fitting transcription served

.PHONY: run core test setup check bench voice

run: .venv/run
	$(BIN)/python app.py $(ARGS)

test: .venv/test
	$(BIN)/python -m pytest --numprocesses 2

check: .venv/test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: .venv/test
	for name in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$name || exit 1; done

voice: .venv/run
	$(BIN)/pip install -r requirements-voice.txt

core:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -r requirements-core.txt
	$(BIN)/python app.py $(ARGS)

setup: .venv/run

.venv/run: requirements.txt requirements-core.txt requirements-models.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -r requirements.txt
	touch $@

# Compiled by all cores, where pip uses one (66 s of 140 s); that some files are for another Python is no error.
.venv/test: requirements.txt requirements-core.txt requirements-models.txt requirements-voice.txt requirements-postgres.txt requirements-dev.txt tests/setup.sh
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --no-compile -r requirements-dev.txt
	$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
	sh tests/setup.sh
	touch $@ .venv/run
