package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.contract.PodCertificates;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the cluster, fact by fact. Objects that the user may not read become unknown facts. */
final class Survey {
    private static final String SERVICE = "kubernetes.io/service-name";

    private final Session session;
    private final KubernetesClient client;
    private final Instant here;

    /** @param here the time of this machine */
    Survey(Session session, Instant here) {
        this.session = session;
        this.client = session.client();
        this.here = here;
    }

    /** Before the installation. */
    List<Fact> before(String namespace) {
        Platform platform = platform();
        return List.of(
                platform.version(),
                platform.features(),
                Right.installing(namespace, this::allowed),
                fact(
                        "CRDs of an earlier installation",
                        Seen.of("CustomResourceDefinitions", () -> client.apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems()),
                        Conflicts::of),
                Skew.of(ServerClock.of(client), here));
    }

    /** Facts of an installation, whoever uses it. */
    List<Fact> installation(Optional<Installation> given) {
        Platform platform = platform();
        Optional<Instant> server = ServerClock.of(client);
        Instant now = server.orElse(here);
        List<Fact> facts = new ArrayList<>(List.of(
                platform.version(),
                platform.features(),
                platform.kinds(),
                Skew.of(server, here),
                Right.reading(this::allowed),
                Right.binding(session.namespace(), this::allowed)));
        facts.addAll(installed(given, platform, now));
        facts.add(clusterDns());
        return facts;
    }

    /** Facts of users' objects. */
    List<Fact> objects() {
        List<Fact> facts = new ArrayList<>(facts("trust anchors", session.anchors(), AnchorFacts::of));
        facts.addAll(facts("roles", session.roles(), RoleFacts::of));
        facts.addAll(facts("bindings", session.bindings(), BindingsFacts::of));
        facts.add(fact(Trial.NAME, session.bindings(), bindings -> TrialPod.of(session, bindings)
                .fact()));
        return facts;
    }

    private List<Fact> installed(Optional<Installation> given, Platform platform, Instant now) {
        Seen<List<Installation>> found = given.<Seen<List<Installation>>>map(one -> new Seen.Known<>(List.of(one)))
                .orElseGet(() -> Installation.read(client));
        return switch (found) {
            case Seen.Hidden<List<Installation>>(String why) ->
                List.of(
                        Fact.unknown(
                                "installation",
                                why + ", which holds the name of the installation",
                                "Set --operator-namespace NAMESPACE and --release-name NAME, the prefix of the chart's object names."));
            case Seen.Known<List<Installation>>(List<Installation> several) ->
                several.size() == 1
                        ? installed(several.getFirst(), given.isEmpty(), platform, now)
                        : List.of(Fact.bad(
                                "installation",
                                several.isEmpty()
                                        ? "the webhook of roles-anywhere-operator is not registered"
                                        : several.size() + " of them",
                                several.isEmpty()
                                        ? "Install the chart. 'kubectl rolesanywhere check --pre' checks its requirements."
                                        : "Remove all but one, because several installations inject the same pods.",
                                Pages.of("operations.md")));
        };
    }

    private List<Fact> installed(Installation one, boolean bundleSeen, Platform platform, Instant now) {
        String in = one.namespace();
        List<Fact> facts = new ArrayList<>();
        for (String part : List.of(one.name(), one.webhookService())) {
            facts.addAll(facts(
                    "Deployment %s/%s".formatted(in, part),
                    Seen.optional("Deployments of " + in, () -> client.apps()
                            .deployments()
                            .inNamespace(in)
                            .withName(part)
                            .get()),
                    found -> deployed("Deployment %s/%s".formatted(in, part), found, platform)));
        }
        facts.addAll(agents(one));
        facts.add(fact("leader", Leader.lease(client, one), lease -> Leader.of(lease, now)));
        facts.add(endpoints(
                "Service %s/%s".formatted(in, one.webhookService()),
                in,
                one.webhookService(),
                "Check the webhook's pods. Until then, new pods of bound ServiceAccounts are rejected.",
                Pages.reason("WebhookUnavailable")));
        facts.add(endpoints(
                "Service %s/%s-issuer".formatted(in, one.name()),
                in,
                one.name() + "-issuer",
                "Check the operator's pods: only the active replica is an endpoint.",
                Pages.of("operations.md#rolesanywherenoactiveoperator")));
        if (bundleSeen) {
            facts.add(Certificates.of("certificate authority of the webhook", Certificates.pem(one.caBundle()), now));
        }
        facts.add(fact(
                "certificate authority of the issuing endpoint",
                Seen.optional("ConfigMaps of " + in, () -> client.configMaps()
                        .inNamespace(in)
                        .withName(one.name() + "-issuer-bundle")
                        .get()),
                bundle -> Certificates.of("certificate authority of the issuing endpoint", pem(bundle), now)));
        return facts;
    }

    private static List<Fact> deployed(String name, Optional<Deployment> found, Platform platform) {
        Fact runs = Parts.deployment(name, found);
        return found.filter(Parts::signsPodCertificates).isPresent()
                ? List.of(runs, platform.podCertificates())
                : List.of(runs);
    }

    /** Empty if the installation has no agents, or if the user may not read them. Their namespace is not known here. */
    private List<Fact> agents(Installation one) {
        return Seen.of("DaemonSets", () -> client.apps()
                        .daemonSets()
                        .inAnyNamespace()
                        .withLabel("app.kubernetes.io/component", "node-agent")
                        .list()
                        .getItems())
                .or(List.of())
                .stream()
                .filter(found -> found.getMetadata().getName().equals(one.name() + "-node-agent"))
                .map(Parts::agents)
                .toList();
    }

    private static String pem(Optional<ConfigMap> bundle) {
        return bundle.map(ConfigMap::getData)
                .map(data -> data.getOrDefault("ca.crt", ""))
                .orElse("");
    }

    private Fact clusterDns() {
        return endpoints(
                "DNS of the cluster (kube-system/kube-dns)",
                "kube-system",
                "kube-dns",
                "Check the pods of CoreDNS. Sidecars need them to resolve AWS's names. Ignore this if the cluster's DNS has another name.",
                Pages.reason("EndpointUnreachable"));
    }

    private Fact endpoints(String name, String namespace, String service, String todo, String link) {
        return fact(
                name,
                Seen.of("EndpointSlices of " + namespace, () -> client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withLabels(Map.of(SERVICE, service))
                        .list()
                        .getItems()),
                slices -> Parts.endpoints(name, slices, todo, link));
    }

    private Platform platform() {
        VersionInfo version = client.getKubernetesVersion();
        return new Platform(
                Objects.requireNonNullElse(version.getMajor(), ""),
                Objects.requireNonNullElse(version.getMinor(), ""),
                resources("admissionregistration.k8s.io/v1"),
                resources("rolesanywhere.dev/v1alpha1"),
                PodCertificates.VERSIONS.stream()
                        .flatMap(served -> resources(PodCertificates.API_GROUP + "/" + served).stream())
                        .collect(Collectors.toSet()));
    }

    private Set<String> resources(String groupVersion) {
        APIResourceList served = client.getApiResources(groupVersion);
        return served == null
                ? Set.of()
                : served.getResources().stream().map(APIResource::getName).collect(Collectors.toSet());
    }

    private boolean allowed(Right right) {
        return session.allows(right.attributes());
    }

    private static <T> Fact fact(String name, Seen<T> seen, Function<T, Fact> decide) {
        return facts(name, seen, value -> List.of(decide.apply(value))).getFirst();
    }

    private static <T> List<Fact> facts(String name, Seen<T> seen, Function<T, List<Fact>> decide) {
        return switch (seen) {
            case Seen.Known<T>(T value) -> decide.apply(value);
            case Seen.Hidden<T>(String why) ->
                List.of(Fact.unknown(name, why, "Ask a user with more permissions to run this check."));
        };
    }
}
