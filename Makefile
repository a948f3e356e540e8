# make demo | test | attack | benchmark | images | fix | clean. Each finds a JDK 25 by itself, or says what to install.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VERSION := 0.1.0
REGISTRY ?=
PARTS := operator webhook sidecar emulator
JDK = $$($(CURDIR)/scripts/jdk)
MVN = JAVA_HOME=$(JDK) mvn
DOCKER := $(shell docker info >/dev/null 2>&1 && echo yes)

# Seconds for each target of make fuzz, and for each attack of make attack.
DURATION ?= 60

.PHONY: help demo test attack build benchmark images workloads fuzz sbom fix clean check-tools

help:
	@echo "make demo     run the whole path and show each step (make demo-embedded: without Docker)"
	@echo "make test     build and test everything that this machine can run"
	@echo "make images   build the images with Docker"
	@echo "make attack   attack the installed chart for DURATION=60 seconds in each way, and print a table (with Docker)"
	@echo "make fuzz     try the parsers with DURATION=60 seconds of inputs each (TARGETS= chooses)"
	@echo "make sbom     write what the images hold: build/sbom/*.cdx.json, docs/licences.md"
	@echo "make benchmark  measure the sidecar beside AWS's helper, which AWS_SIGNING_HELPER names"
	@echo "make simulate, issuing-rate  the time slots in virtual time; what the issuing endpoint does by itself"
	@echo "make fix      format the code and write the generated files anew"
	@echo "make clean    remove what was built"

check-tools:
	@scripts/jdk >/dev/null
	@command -v mvn >/dev/null || { echo "Maven 3.8 or newer is needed: install maven (apt-get install maven, dnf install maven, brew install maven)." >&2; exit 1; }

build: check-tools
	$(MVN) -q package -DskipTests -Dspotless.check.skip

# On K3s where Docker answers; else on an API server inside the demo's JVM. The certificates are for the Services' names, which a cluster's
# DNS would know; there the JVM takes them from demo/hosts.
JVM = $(JDK)/bin/java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
ifeq ($(DOCKER),yes)
demo: workloads
	@cd e2e && $(JVM) -cp 'target/test-classes:target/demo/*' dev.rolesanywhere.e2e.scenario.DemoOnK3s
else
demo: demo-embedded
endif

.PHONY: demo-embedded
demo-embedded: build
	@$(JVM) -Djdk.net.hosts.file=demo/hosts -cp 'demo/target/rolesanywhere-demo-$(VERSION).jar:demo/target/lib/*' dev.rolesanywhere.demo.Main

# Each test runs once; what cannot run here is named in the summary.
test: check-tools
	@rm -rf */target/surefire-reports */target/failsafe-reports
	@status=0; licences=0; \
	if [ -n "$(DOCKER)" ]; then $(MAKE) workloads || exit 1; \
	else echo "No Docker engine answers: the cluster scenarios will be reported as skipped."; fi; \
	$(MVN) verify --fail-at-end || status=1; \
	if [ -n "$(DOCKER)" ]; then $(JDK)/bin/java scripts/Sbom.java --check build/sbom $(PARTS) || licences=1; fi; \
	$(JDK)/bin/java scripts/Summary.java $(SUMMARY) || status=1; \
	[ $$licences = 0 ] || { status=1; echo "The licences of what the images hold were not accepted: see above the summary." >&2; }; \
	exit $$status

attack: workloads
	@cd e2e && $(JVM) -cp 'target/test-classes:target/demo/*' dev.rolesanywhere.e2e.attack.Campaign $(DURATION)

benchmark: build
	@benchmark/run $(JDK)

# The time slots in virtual time; takes seconds once built.
.PHONY: simulate
simulate: check-tools
	$(MVN) -q -pl operator -am test-compile -Dspotless.check.skip
	@$(JDK)/bin/java -cp operator/target/test-classes:operator/target/classes dev.rolesanywhere.operator.slots.Simulation

# What the issuing endpoint does by itself, without TLS and the API server.
.PHONY: issuing-rate
issuing-rate: check-tools
	$(MVN) -q -pl operator -am test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/build/operator.classpath -Dquarkus.build.skip -Dspotless.check.skip
	@$(JDK)/bin/java -cp "operator/target/test-classes:operator/target/classes:$$(cat build/operator.classpath)" dev.rolesanywhere.operator.endpoint.IssuingRate 2>/dev/null

images: build
	images/build $(VERSION) "$(REGISTRY)" $(PARTS)
	images/check $(VERSION) "$(REGISTRY)" $(PARTS)

workloads: images
	e2e/workloads/build

fuzz: check-tools
	$(MVN) -q -pl fuzz -am test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/build/fuzz.classpath -Dquarkus.build.skip -Dspotless.check.skip
	@$(JDK)/bin/java -cp "fuzz/target/test-classes:$$(cat build/fuzz.classpath)" dev.rolesanywhere.fuzz.Campaign $(DURATION) build/fuzz $(TARGETS)

sbom: images
	$(JDK)/bin/java scripts/Sbom.java build/sbom $(PARTS)

fix: check-tools
	$(MVN) -q spotless:apply
	$(MVN) -q -pl crds -am test -DargLine=-Dcrds.write=true
	$(MVN) -q -pl webhook -am test -Dtest=CasesTest -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dgolden.write=true

clean: check-tools
	$(MVN) -q clean
	rm -rf build
