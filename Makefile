# The commands a newcomer needs. `make` alone lists them.
.PHONY: help demo serve test quick bench types licences screenshots fmt

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: ## tell the newspaper's story and serve it on http://127.0.0.1:8080
	cargo run --release -- demo

serve: ## serve your own database (./data by default)
	cargo run --release -- serve

test: ## every check, on SQLite and PostgreSQL; installs and starts what it needs
	tests/run

quick: ## the Rust tests alone, with PostgreSQL and the mail server started for them
	tests/servers/up cargo test

bench: ## measure the release build on both databases, 10,000 and 100,000 problems: hours, and on a machine that does nothing else
	bench/run

types: ## write the page's API types and words anew after the API or the vocabulary changed
	mkdir -p target
	cargo run --quiet -- openapi > target/openapi.json
	cd web && npm run --silent types -- ../target/openapi.json
	cargo run --quiet -- words > target/vocabulary.ts
	cp target/vocabulary.ts web/src/words/vocabulary.ts

licences: ## write THIRD-PARTY-NOTICES.txt anew after a dependency changed
	cargo fetch --quiet --locked
	[ -d web/node_modules ] || (cd web && npm ci --silent --no-audit --no-fund)
	build/licences/write.py

screenshots: ## take the pictures of the README anew, of the release build
	cargo build --release
	cd web && npm run --silent pictures

fmt: ## format the sources
	cargo fmt
