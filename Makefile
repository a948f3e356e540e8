# `make help` lists the targets. Each finds a JDK 25 by itself, or says what to install.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VERSION := 0.1.0
REGISTRY ?=
# The image that the images take the C library from; where it is empty, the one that images/Dockerfile pins (see images/base).
export BASE ?=
PARTS := operator webhook sidecar agent emulator
JDK = $$($(CURDIR)/scripts/jdk)
MVN = JAVA_HOME=$(JDK) mvn
DOCKER := $(shell docker info >/dev/null 2>&1 && echo yes)

# One module, for make unit, it and mutation; all of them where it is empty.
MODULE ?=
# One class of scenarios, for make e2e: InjectionE2E, or InjectionE2E#one_method.
SCENARIO ?=
# For make mutation: only these classes, such as dev.rolesanywhere.client.json.*
CLASSES ?=
# For make mutation: only these tests, such as dev.rolesanywhere.client.json.*Test
TESTS ?=
# Modules that Maven builds and tests at the same time.
THREADS ?= 2
# Clusters that make test runs the scenarios on at the same time, each in a JVM of its own; each takes about 4 GB of memory.
CLUSTERS ?= 1
# Seconds for each target of make fuzz, and for each attack of make attack.
DURATION ?= 60

# The code that decides and the code that parses.
MUTATED := pki client webhook operator sidecar node

.PHONY: help demo unit it e2e test attack mutation oracles build benchmark images workloads fuzz sbom fix clean check-tools

help:
	@echo "Try it"
	@echo "  make demo      run the whole path and show each step (make demo-embedded: without Docker)"
	@echo
	@echo "Test. Each ends with a summary that names what failed and what did not run"
	@echo "  make unit      all that needs no Docker: format, null checks, architecture rules, unit tests, generated CRDs"
	@echo "                 (MODULE=pki tests one module, and builds what it needs)"
	@echo "  make it        the *IT classes: an API server in Docker, and the check of the images (MODULE=operator)"
	@echo "  make e2e       the *E2E classes: the images on Kubernetes in Docker (SCENARIO=InjectionE2E)"
	@echo "  make test      all three, and the licenses of the images; what CI runs"
	@echo
	@echo "Longer runs, by hand"
	@echo "  make attack    attack the installed chart for DURATION=60 seconds in each way, and print a table (ATTACKS=webhook chooses)"
	@echo "  make fuzz      try the parsers with DURATION=60 seconds of inputs each (TARGETS= chooses)"
	@echo "  make mutation  change the code and see whether a test notices (MODULE=client CLASSES='*.JsonReader')"
	@echo "  make benchmark the sidecar beside AWS's helper, which AWS_SIGNING_HELPER names"
	@echo "  make benchmark-scale  the installed chart with BINDINGS=1000 bindings and PODS=5000 pods: memory, restarts, statuses, starts, admission (NAMESPACES, ROLES, CLIENTS, RATE, IMAGE_TAG)"
	@echo "  make benchmark-admission  the admission of pods in a namespace with BINDINGS=50, beside webhooks that decide nothing (IMAGE_TAG)"
	@echo "  make benchmark-node-agent  the agent of a node beside sidecars and AWS's helpers, with 1 to 110 pods; needs root"
	@echo "  make skew FROM=v0.1.0   the demo with the sidecar of an earlier commit or tag"
	@echo "  make benchmark-webhook  the webhook's start, memory and reviews, beside amazon-eks-pod-identity-webhook, whose binary PEER names"
	@echo "  make leaf-rate  certificates a second for PODS=1000 pods in namespaces with BINDINGS=50 bindings, with TLS and a real API server, and what each part costs"
	@echo "  make simulate, issuing-rate, authority-rate  the time slots in virtual time; the rates of the issuing endpoint and of each authority, with JMH"
	@echo
	@echo "Build"
	@echo "  make build     compile and package, without tests"
	@echo "  make images    build and check the images with Docker (BASE= chooses the base image, REGISTRY= the names' prefix)"
	@echo "                 (PLATFORM=linux/arm64 or linux/amd64: for another platform than the engine's, with the tag VERSION-arm64)"
	@echo "  make site      build the docs as a site: build/site"
	@echo "  make release   write dist/: images for amd64 and arm64, chart, install.yaml, CRDs, SBOMs, notes, checksums (VERSION=, REGISTRY=)"
	@echo "  make release-check  check what is in dist/"
	@echo "  make first-hour     install what is in dist/ on a new cluster, and print each command with its output and time"
	@echo "  make upgrade FROM=<folder>  install an earlier release on a new cluster, upgrade it to dist/, roll back, uninstall and install again"
	@echo "  make in-container RUN=images  the same where there is Docker and no JDK, Maven or Linux"
	@echo "  make plugin    write kubectl rolesanywhere: one file for this platform, and a jar for all, in plugin/target"
	@echo "  make sbom      write what the images hold: build/sbom/*.cdx.json, docs/licenses.md"
	@echo "  make oracles   build the programs of others that tests compare with: build/oracles (needs Go)"
	@echo "  make fix       format the code; write the CRDs, the webhook's golden files and the table of the chart's values"
	@echo "  make clean     remove what was built"

check-tools:
	@scripts/jdk >/dev/null
	@command -v mvn >/dev/null || { echo "Maven 3.8 or newer is needed: install maven (apt-get install maven, dnf install maven, brew install maven)." >&2; exit 1; }

build: check-tools
	$(MVN) -q package -T $(THREADS) -DskipTests -Dspotless.check.skip

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

# The demo with the sidecar of an earlier commit or tag, between today's webhook, operator and emulator.
.PHONY: skew
skew: build
	@$(if $(FROM),,$(error Say which commit or tag: make skew FROM=v0.1.0))classes=$$(scripts/older-sidecar $(FROM)) && \
	$(JVM) -Djdk.net.hosts.file=demo/hosts -Ddemo.sidecar=$$classes -cp 'demo/target/rolesanywhere-demo-$(VERSION).jar:demo/target/lib/*' dev.rolesanywhere.demo.Main

# With the emulator's Jackson.
SBOM = $(JDK)/bin/java -cp 'emulator/target/lib/*' scripts/Sbom.java
SUMMARIZE = $(JDK)/bin/java scripts/Summary.java
FORGET_REPORTS = rm -rf */target/surefire-reports */target/failsafe-reports
# For a run of Failsafe alone: the build before it has made the rest.
ONLY_IT = -Dunit.skip -Dspotless.check.skip -Dfailsafe.failIfNoSpecifiedTests=false
BUILT = -Dquarkus.build.skip -Dcyclonedx.skip

# The modules' packages are named after them, so that the tests of what a module needs are not run with it.
unit: check-tools
	@$(FORGET_REPORTS)
	@status=0; eval "$$(scripts/oracles --built)"; \
	$(MVN) test -T $(THREADS) $(BUILT) $(if $(MODULE),-pl $(MODULE) -am -Dtest='dev/rolesanywhere/$(MODULE)/**/*Test' -Dsurefire.failIfNoSpecifiedTests=false,--fail-at-end) || status=1; \
	$(SUMMARIZE) --expect='.*Test' --module=$(MODULE) || status=1; \
	exit $$status

it: images
	@$(FORGET_REPORTS)
	@status=0; eval "$$(scripts/oracles)"; \
	$(MVN) verify -T $(THREADS) $(ONLY_IT) $(BUILT) -Dit.test='*IT' $(if $(MODULE),-pl $(MODULE) -am,--fail-at-end) || status=1; \
	$(SUMMARIZE) --expect='.*IT' --module=$(MODULE) || status=1; \
	exit $$status

e2e: workloads
	@$(FORGET_REPORTS)
	@status=0; eval "$$(scripts/oracles --built)"; \
	$(MVN) verify $(ONLY_IT) $(BUILT) -pl e2e -am -Dit.test='$(or $(SCENARIO),*E2E)' || status=1; \
	$(SUMMARIZE) --expect='$(or $(firstword $(subst \#, ,$(SCENARIO))),.*E2E)' --module=e2e || status=1; \
	exit $$status

# Each test runs once; what cannot run here is named in the summary. First comes the only build of the two Quarkus programs. The images are
# made of it while unit tests of several modules run. Then come the operator's tests with an API server, and the scenarios in CLUSTERS parts,
# each on a cluster of its own. Both at the same time made waits of the scenarios time out on two cores. The
# attacks measure, so they run with nothing beside them: last where there is one cluster (by their @Order), after the others where there are several.
# No line of the recipe calls make: make would run that line with -n, too.
ALONE = AttackE2E
SEVERAL = $(filter-out 1,$(CLUSTERS))
OTHERS = *IT,*E2E,!$(ALONE)
BESIDE = -De2e.clusters=$(CLUSTERS) $(if $(SEVERAL),-Dit.test='$(OTHERS)')
IMAGES = images/build $(VERSION) "$(REGISTRY)" $(PARTS) && images/check $(VERSION) "$(REGISTRY)" $(PARTS) && e2e/workloads/build
test: check-tools oracles-beside $(if $(DOCKER),build)
	@$(FORGET_REPORTS)
	@$(if $(DOCKER),,echo "No Docker engine answers: the cluster scenarios will be reported as skipped.")
	@status=0; licenses=0; \
	$(if $(DOCKER),{ $(IMAGES); } >build/images.log 2>&1 & images=$$!;) \
	eval "$$(scripts/oracles)"; \
	$(MVN) test --fail-at-end -T $(THREADS) $(BUILT) || status=1; \
	$(if $(DOCKER),wait $$images || { cat build/images.log >&2; echo "The images could not be built: see above. Without them no scenario runs." >&2; exit 1; };) \
	$(if $(DOCKER),cat build/images.log;) \
	$(MVN) verify --fail-at-end $(ONLY_IT) $(if $(DOCKER),$(BUILT) $(BESIDE)) || status=1; \
	$(if $(and $(DOCKER),$(SEVERAL)),$(MVN) verify $(ONLY_IT) $(BUILT) -pl e2e -am -Dit.test=$(ALONE) || status=1;) \
	$(if $(DOCKER),$(SBOM) --check build/sbom $(PARTS) || licenses=1;) \
	$(SUMMARIZE) $(SUMMARY) || status=1; \
	[ $$licenses = 0 ] || { status=1; echo "The licenses of what the images hold were not accepted: see above the summary." >&2; }; \
	exit $$status

# Compiling cert-manager's library takes minutes where Go has not done so before; building the images often waits for the network.
.PHONY: oracles-beside
oracles-beside:
	@mkdir -p build/oracles
	@nice -n 10 scripts/oracles >build/oracles/beside.log 2>&1 </dev/null &

# The programs of others that tests compare with. Where they cannot be built, their tests are named as not run.
oracles:
	@scripts/oracles

# PIT changes the code and runs the tests of its module against each change; a profile in the module's POM says which code. The reports
# are in MODULE/target/pit-reports. A change that makes a test take too long counts as noticed, so the summary names each of them.
mutation: check-tools
	@status=0; for module in $(or $(MODULE),$(MUTATED)); do \
	  echo "Mutation of $$module"; \
	  rm -rf $$module/target/pit-reports; \
	  $(MVN) -q process-test-classes -Dmutation=$$module $(if $(CLASSES),-Dmutation.classes='$(CLASSES)') $(if $(TESTS),-Dmutation.tests='$(TESTS)') -pl $$module -am $(BUILT) -Dspotless.check.skip || status=1; \
	done; \
	$(JDK)/bin/java scripts/Mutations.java $(or $(MODULE),$(MUTATED)) || status=1; \
	exit $$status

attack: workloads
	@cd e2e && $(JVM) -cp 'target/test-classes:target/classes:target/demo/*' dev.rolesanywhere.e2e.attack.Campaign $(DURATION) $(if $(ATTACKS),'$(ATTACKS)')

benchmark: build
	@benchmark/run $(JDK)

# As processes on this machine, in a network namespace of their own.
.PHONY: benchmark-node-agent
benchmark-node-agent: build
	@eval "$$(scripts/oracles --built)"; benchmark/node-agent $(JDK)

# The chart with its default values on a K3s of its own, and many bindings. IMAGE_TAG names images that are there already.
.PHONY: benchmark-scale
benchmark-scale: $(if $(IMAGE_TAG),,workloads)
	@cd e2e && BINDINGS=$(BINDINGS) PODS=$(PODS) NAMESPACES=$(NAMESPACES) ROLES=$(ROLES) CLIENTS=$(CLIENTS) RATE=$(RATE) QUIET=$(QUIET) IMAGE_TAG=$(IMAGE_TAG) \
	  $(JVM) -cp 'target/test-classes:target/classes:target/demo/*' dev.rolesanywhere.e2e.scale.ScaleBenchmark

.PHONY: benchmark-admission
benchmark-admission: $(if $(IMAGE_TAG),,workloads)
	@cd e2e && BINDINGS=$(BINDINGS) IMAGE_TAG=$(IMAGE_TAG) $(JVM) -cp 'target/test-classes:target/classes:target/demo/*' dev.rolesanywhere.e2e.scale.AdmissionBenchmark

# As the image starts it, without Docker. OTHER names build/servers of another build, to compare with.
.PHONY: benchmark-webhook
benchmark-webhook: build
	@images/servers $(JDK) build/servers
	@$(JDK)/bin/java -Dother=$(OTHER) -Drounds=$(or $(ROUNDS),5) -Dreviews=$(or $(REVIEWS),5000) -cp 'demo/target/*:demo/target/lib/*' benchmark/WebhookBenchmark.java build/servers $(PEER)

# The operator as a process with its image's options, on a Kubernetes in a container.
.PHONY: leaf-rate
leaf-rate: build
	$(MVN) -q -pl operator -am test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/build/operator.classpath -Dquarkus.build.skip -Dspotless.check.skip
	@cd operator && PODS=$(PODS) CLIENTS=$(CLIENTS) ROUNDS=$(ROUNDS) BINDINGS=$(BINDINGS) $(JDK)/bin/java -cp "target/test-classes:target/classes:$$(cat ../build/operator.classpath)" \
	  dev.rolesanywhere.operator.cluster.LeafRate

# The time slots in virtual time; takes seconds once built.
.PHONY: simulate
simulate: check-tools
	$(MVN) -q -pl operator -am test-compile -Dspotless.check.skip
	@$(JDK)/bin/java -cp operator/target/test-classes:operator/target/classes dev.rolesanywhere.operator.slots.Simulation

# What the issuing endpoint does by itself, without TLS and the API server, with the options of the operator's image.
.PHONY: issuing-rate
issuing-rate: check-tools
	$(MVN) -q -pl operator -am test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/build/operator.classpath -Dquarkus.build.skip -Dspotless.check.skip
	@$(JDK)/bin/java -cp "operator/target/test-classes:operator/target/classes:$$(cat build/operator.classpath)" org.openjdk.jmh.Main -jvmArgsAppend "@$(CURDIR)/images/jvm/operator.args" IssuingRate

# What each kind of authority does by itself, with stand-ins for AWS and the HSM.
.PHONY: authority-rate
authority-rate: check-tools
	$(MVN) -q -pl authorities -am test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/build/authorities.classpath -Dspotless.check.skip
	@cd authorities && SOFTHSM2_CONF=$$PWD/target/softhsm2.conf $(JDK)/bin/java -cp "target/test-classes:target/classes:$$(cat ../build/authorities.classpath)" org.openjdk.jmh.Main AuthorityBenchmark

# plugin/target/kubectl-rolesanywhere and plugin/target/kubectl-rolesanywhere.jar.
.PHONY: plugin
plugin: check-tools
	$(MVN) -q package -pl plugin -am -DskipTests -Dspotless.check.skip
	@plugin/package $(JDK)

images: build
	images/build $(VERSION) "$(REGISTRY)" $(PARTS)
	images/check $(VERSION) "$(REGISTRY)" $(PARTS)

# The applications' images need a runtime that those of the parts are made with.
workloads: images
	e2e/workloads/build

# Another platform than the engine's own; see images/build.
export PLATFORM ?=
# A folder with amd64 or arm64, written by make archives on a machine of that kind: the only way to an AOT cache for it.
export ARCHIVES ?=
.PHONY: archives release release-check in-container
archives: build
	scripts/archives $(VERSION) $(PARTS)

# The plugin is in the release once its module is in the tree.
release: build $(if $(wildcard plugin/pom.xml),plugin)
	scripts/release $(VERSION) "$(REGISTRY)" $(PARTS)

# A new K3s in a container, and nothing of this tree but dist/.
.PHONY: first-hour
first-hour:
	@scripts/first-hour

# The same with the folder of an earlier release: upgrade, rollback, uninstall and a new install while a pod runs.
.PHONY: upgrade
upgrade:
	@$(if $(FROM),,$(error Name the folder of an earlier release: make upgrade FROM=<folder>))scripts/upgrade $(FROM)

release-check:
	@$(JVM) -cp 'e2e/target/demo/*' scripts/Release.java check

in-container:
	scripts/in-container make $(or $(RUN),images) VERSION=$(VERSION) REGISTRY=$(REGISTRY)

fuzz: check-tools
	$(MVN) -q -pl fuzz -am test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/build/fuzz.classpath -Dquarkus.build.skip -Dspotless.check.skip
	@$(JDK)/bin/java -cp "fuzz/target/test-classes:$$(cat build/fuzz.classpath)" dev.rolesanywhere.fuzz.Campaign $(DURATION) build/fuzz $(TARGETS)

.PHONY: site
site:
	@site/build

sbom: images
	$(SBOM) build/sbom $(PARTS)

fix: check-tools
	$(MVN) -q spotless:apply
	$(MVN) -q -pl crds -am test -DargLine=-Dcrds.write=true
	$(MVN) -q -pl webhook -am test -Dtest=CasesTest -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dgolden.write=true
	$(MVN) -q -pl e2e -am test $(BUILT) -Dtest=ValuesTableTest -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dvalues.write=true

clean: check-tools
	$(MVN) -q clean
	rm -rf build dist
