# Long runs that the normal tests keep short. Each says what it does.
.PHONY: all test race fuzz soak oracle bench pgo docs prelude

all: ; go build ./...

test: ; go test ./...

race: ; CGO_ENABLED=1 go test -race -shuffle=on ./...

# Each fuzz target for FUZZTIME.
FUZZTIME ?= 5m
fuzz:
	@for p in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; \
	  done; done

# The random comparisons with gcc at full length: layouts, arithmetic, expressions, signatures.
oracle: ; CSHELL_LONG=1 go test -count=1 -timeout 60m ./...

# 10,000 wrong calls of libc in one session, which must survive.
soak: ; CSHELL_LONG=1 go test -count=1 -v -run TestSoak ./cmd/cshell

# Side by side with ctypes, CFFI and LuaJIT, as far as they are installed.
bench: ; bench/run

# The profile by which the compiler optimises; after changes to what bench measures.
pgo: ; go test ./cmd/cshell -run '^$$' -bench Work -benchtime 10x -cpuprofile cmd/cshell/default.pgo -o /dev/null

# docs/commands.md from the command table.
docs: ; go test ./repl -run TestCommandsPage -update

# The prelude from the headers installed here.
prelude: ; go generate ./prelude
