package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Properties of every pod, with every owner and binding. */
class MutationPropertiesTest {
    private static final ChartSettings CHART = new ChartSettings(
            "0.1.0",
            new ChartSettings.SidecarSettings(
                    "sidecar:0.1.0", "IfNotPresent", List.of("pull"), "50m", "96Mi", SidecarLog.ordinary()),
            new ChartSettings.Issuer("https://issuer.aws.svc", "bundle"),
            Optional.of(new ChartSettings.NodeAgentSettings("agent:0.1.0", "169.254.170.23", 9913)),
            Set.of("istio-proxy"),
            Set.of("kube-system"),
            Delivery.Endpoint,
            Startup.WaitForCredentials,
            "eu-west-1");

    private final Injector injector = new Injector(CHART, new Random(1));

    @Property(tries = 2000)
    void a_second_injection_changes_nothing(@ForAll("pods") ObjectNode pod, @ForAll("roles") List<BoundRole> roles) {
        Injector.Injection once = inject(pod, roles);
        Statistics.collect(once.decision().getClass().getSimpleName());

        assertThat(inject(once.pod(), roles).patch()).isEmpty();
    }

    @Property(tries = 2000)
    void the_patch_produces_the_decided_pod(@ForAll("pods") ObjectNode pod, @ForAll("roles") List<BoundRole> roles) {
        Injector.Injection injection = inject(pod, roles);

        assertThat(JsonPatch.apply(injection.patch(), pod.deepCopy())).isEqualTo(injection.pod());
        assertThat(injection.patch().findValues("value")).noneMatch(JsonNode::isNull);
    }

    @Property(tries = 2000)
    void of_a_pod_that_we_have_not_seen_before_nothing_is_lost(
            @ForAll("pods") ObjectNode pod, @ForAll("roles") List<BoundRole> roles) {
        Assume.that(!new PodView(pod).injectedBefore());
        Injector.Injection injection = inject(pod, roles);

        assertThat(injection.patch()).allMatch(CasesTest::adds);
        CasesTest.assertNothingLost(pod, injection.pod(), "");
    }

    /** Names, variables and annotations of the webhook. */
    @Property(tries = 2000)
    void of_a_pod_that_was_injected_before_only_ours_is_lost(
            @ForAll("pods") ObjectNode pod, @ForAll("roles") List<BoundRole> roles) {
        Assume.that(new PodView(pod).injectedBefore());

        CasesTest.assertNothingLost(
                RandomPods.withoutOurs(pod), inject(pod, roles).pod(), "");
    }

    @Provide
    Arbitrary<ObjectNode> pods() {
        return Arbitraries.randomValue((Random random) -> new RandomPods(random).pod());
    }

    @Provide
    Arbitrary<List<BoundRole>> roles() {
        return Arbitraries.randomValue((Random random) -> Stream.of("reader", "writer", "auditor")
                .filter(role -> random.nextInt(3) > 0)
                .map(role -> new BoundRole(role, role + "-p", random.nextInt(4) == 0, random.nextBoolean(), null, null))
                .toList());
    }

    private Injector.Injection inject(ObjectNode pod, List<BoundRole> roles) {
        return injector.inject(new Candidate("shop", new PodView(pod), Map.of(), roles));
    }
}
