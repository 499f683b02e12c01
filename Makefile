# Every verb of the project; each calls a script that does the work. `make help` lists them.
# make demo takes FROM=file.jsonl COUNT=n SEED=n; make chaos takes ONLY=R1,R3 SEED=n.

MINQING := .build/release/minqing
DEMO_CITY := .build/release/demo-city
SERVERS := deploy/embedded/servers

.DEFAULT_GOAL := help
.PHONY: help demo test up down status wipe bench chaos lint format build completions

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: ## Run a day of the demo city from end to end (FROM=, COUNT=, SEED=)
	@$(SERVERS) packages
	@deploy/ci/build release
	@$(DEMO_CITY) run $(if $(FROM),--from '$(FROM)') $(if $(COUNT),--count '$(COUNT)') $(if $(SEED),--seed '$(SEED)')

test: ## Run the whole gate: lint, build, tests on real servers
	@deploy/ci/test

up: build ## Start the servers and the four services
	@$(SERVERS) packages
	@$(MINQING) up

down: ## Stop the services and the servers
	@if [ -x $(MINQING) ]; then $(MINQING) down; fi
	@$(SERVERS) stop

status: ## Say what runs and where
	@if [ -x $(MINQING) ]; then $(MINQING) status; else $(SERVERS) status; fi

wipe: down ## Stop everything and remove all embedded data
	@$(SERVERS) wipe --all

bench: ## Print our figures beside their floors
	@$(SERVERS) packages
	@deploy/ci/build release
	@deploy/ci/bench

chaos: ## Break a running suite on purpose and count what is lost (ONLY=, SEED=)
	@$(SERVERS) packages
	@deploy/ci/build release
	@deploy/ci/chaos $(if $(ONLY),--only '$(ONLY)') $(if $(SEED),--seed '$(SEED)')

lint: ## Check formats, scripts, YAML, JSON and the compose file
	@$(SERVERS) packages --check
	@deploy/ci/lint

format: ## Rewrite the Swift files in the house format
	@swift format --in-place --parallel --recursive Package.swift Shared Services Tests

build: ## Build the release binaries
	@$(SERVERS) packages
	@deploy/ci/build release

completions: build ## Write shell completions of minqing and demo-city to .minqing/completions
	@mkdir -p .minqing/completions
	@for shell in bash zsh fish; do \
		$(MINQING) --generate-completion-script $$shell > .minqing/completions/minqing.$$shell; \
		$(DEMO_CITY) --generate-completion-script $$shell > .minqing/completions/demo-city.$$shell; \
	done
	@echo 'wrote .minqing/completions'
