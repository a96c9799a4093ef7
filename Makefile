# Everything is installed into .venv from requirements.lock; no target needs anything else set up by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check gate fit timeline fuzz laws feeds-trial bench clean setup lock fit-links link-trial site-trial kill faults office

run: setup            ## read the starter articles in seeds/ and show every event's range
	$(BIN)/casualties run seeds --out out

test: check gate      ## all checks and all tests, with coverage
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

check: setup          ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gate: setup           ## no measure on data/gold may fall below its floor (data/gold/floors.json)
	$(BIN)/casualties evaluate --gate data/gold/floors.json

FIT ?= data/gold/articles.jsonl data/gold/sentences.jsonl data/gold/streams:exclude
fit: setup            ## fit the weights of the confidence on data/gold; FIT="FILE[:ATTACKERS] ..." adds labelled files
	$(BIN)/python data/fit_confidence.py $(FIT)

fit-links: setup      ## fit the linker's weights; GOLD="FILE-or-FOLDER..." is labelled, the first (many small stories) gives the prior; add data/gold/streams
	$(BIN)/python data/fit_links.py $(GOLD)

OUT ?= out-timeline
timeline: setup       ## the toll over time: STREAM=timed articles, TIMELINE=what was right when, SCORE=the script that compares them with history.csv
	@test "$(STREAM)" -a "$(TIMELINE)" -a "$(SCORE)" || { echo "make timeline STREAM=FILE TIMELINE=FILE SCORE=FILE [OUT=DIR]" >&2; exit 2; }
	$(BIN)/casualties run $(STREAM) --out $(OUT) --format csv > /dev/null
	$(BIN)/python $(SCORE) $(STREAM) $(TIMELINE) $(OUT)

fuzz: setup           ## a million texts that nobody would write, held to the extractor's laws; some minutes
	$(BIN)/python data/fuzz_extract.py --inputs 1000000

laws: setup           ## every law of the tests on ten times as many examples, new ones each time; a minute or two
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile search -n auto

MOMENTS ?= 200
kill: setup           ## kill a run at MOMENTS random moments; whatever happens, the next run makes good; some ten minutes
	$(BIN)/python data/kill_runs.py --moments $(MOMENTS)

FAULTS ?= 80
faults: setup         ## runs on a disk that fills up, turns read-only, fails or is slow; the next run makes good; needs cc
	$(BIN)/python data/disk_faults.py --faults $(FAULTS)

feeds-trial: setup    ## 200 feeds and 20,000 articles served by this machine, read twice: seconds, 304s, peak memory
	$(BIN)/python data/feeds_trial.py --feeds 200 --articles 20000

bench: setup          ## benchmarks
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only -o addopts="-q --import-mode=importlib"

link-trial: setup     ## link 1, 10 and 100 thousand made articles: cost and memory of each, and of 100 more; some minutes
	$(BIN)/python data/link_trial.py

site-trial: setup     ## tables and pages of 2,000 events with 50,000 claims: under a minute of one core, bounded memory, none rewritten
	$(BIN)/python data/site_trial.py

office: setup         ## open every table in LibreOffice Calc, save it again and compare the cells
	@command -v soffice > /dev/null || { echo "make office needs LibreOffice: apt-get install libreoffice-calc-nogui" >&2; exit 2; }
	$(BIN)/python -m pytest tests/report/test_libreoffice.py -n 0

setup: $(READY)

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lock:                 ## renew requirements.lock (needs uv)
	uv pip compile --upgrade --universal --generate-hashes --no-header --all-extras --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) out out-timeline .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks build dist
