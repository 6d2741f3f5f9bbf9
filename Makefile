# `make run FILE=model.pth` opens a file, `make test` runs the tests; both install what they need into .venv.
.PHONY: run test check format lint types imports bench translations deb smoke check-deb docs

export FILE
bootstrap = sh packaging/bootstrap

run:
	@$(bootstrap) run sh -c 'exec python -m desktop_app "$${FILE:-resources/sample/sample.pth}"'

test:
	@$(bootstrap) test python -m pytest --ignore=tests/benchmarks $(ARGS)

check: lint types imports test

format:
	@$(bootstrap) test sh -c 'ruff check --fix desktop_app tests packaging; ruff format desktop_app tests packaging'

lint:
	@$(bootstrap) test sh -c 'ruff format --check desktop_app tests packaging && ruff check desktop_app tests packaging'

types:
	@$(bootstrap) test pyright

imports:
	@$(bootstrap) test lint-imports

bench:
	@$(bootstrap) test python -m pytest tests/benchmarks -s $(ARGS)

translations:
	@$(bootstrap) test python packaging/translations.py

deb:
	@$(bootstrap) run python packaging/build_deb.py $(ARGS)

smoke:
	@$(bootstrap) run python packaging/smoke_test.py build/deb/frozen/weightsmith/weightsmith $(ARGS)

check-deb:
	@$(bootstrap) run python packaging/check_deb.py "$$(ls -t dist/weightsmith_*.deb | head -n 1)" $(ARGS)

docs:
	@$(bootstrap) test mkdocs build --strict
