# Two commands: `make run` and `make test`. What they do lies in scripts/, one small file each.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench fmt

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the tests need beside Rust (Debian, as root)
	@scripts/setup --asked

run: ## build, make the demo district if there is none, and serve it on 127.0.0.1:8080
	@scripts/run

test: ## everything that must hold: check, then the whole suite on SQLite and on PostgreSQL
	@scripts/test

check: ## what needs no run: format, lints, documentation, licences, unused dependencies
	@scripts/check

bench: ## measure, and print what it is
	@cargo bench --locked --bench '*'

fmt: ## format
	@cargo fmt
