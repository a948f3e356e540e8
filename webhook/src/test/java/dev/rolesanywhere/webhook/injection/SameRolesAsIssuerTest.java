package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The issuer decides with {@link GivenRole#of} and {@link GivenRole#defaultOf}, with bindings in any order. The webhook
 * must decide the same for each pod: a difference would give a container another role than the checked one.
 */
class SameRolesAsIssuerTest {
    private static final String ACCOUNT = "orders";
    private static final List<String> ROLES = List.of("r1", "r2", "r3");

    @Property
    void the_roles_with_their_profiles_are_the_issuers(
            @ForAll("bindings") List<AWSRoleBinding> bindings, @ForAll long seed) {
        assertThat(BoundRole.of(shuffled(bindings, seed), ACCOUNT, Set.of()))
                .extracting(role -> role.role() + "/" + role.profile() + "/" + (role.unservedBecause() == null))
                .isEqualTo(GivenRole.of(bindings, ACCOUNT).stream()
                        .map(role -> role.role() + "/" + role.profile() + "/"
                                + role.profileDefect().isEmpty())
                        .toList());
    }

    @Property
    void no_two_roles_have_the_same_profile(@ForAll("bindings") List<AWSRoleBinding> bindings) {
        assertThat(BoundRole.of(bindings, ACCOUNT, Set.of()).stream()
                        .filter(role -> role.unservedBecause() == null)
                        .map(BoundRole::profile))
                .doesNotHaveDuplicates();
    }

    @Property
    void the_default_is_the_issuers(
            @ForAll("bindings") List<AWSRoleBinding> bindings,
            @ForAll("asked") Optional<String> asked,
            @ForAll long seed) {
        List<GivenRole> given = GivenRole.of(bindings, ACCOUNT);
        Decision decision = decide(
                shuffled(bindings, seed),
                asked.map(role -> "rolesanywhere.dev/role: " + role).orElse(null));
        Optional<String> issuers = GivenRole.defaultOf(given, asked.orElse(null));
        if (asked.isPresent() && issuers.isEmpty()) {
            assertThat(decision).isInstanceOfSatisfying(Refuse.class, refuse -> assertThat(refuse.refusal())
                    .isEqualTo(Refusal.RoleNotBound));
        } else if (given.isEmpty()) {
            assertThat(decision).isInstanceOf(LeaveAlone.class);
        } else {
            assertThat(defaultOf((Inject) decision)).isEqualTo(issuers);
        }
    }

    @Property
    void a_container_may_have_exactly_the_issuers_roles(
            @ForAll("bindings") List<AWSRoleBinding> bindings, @ForAll("roles") String role, @ForAll long seed) {
        List<GivenRole> given = GivenRole.of(bindings, ACCOUNT);
        Decision decision = decide(shuffled(bindings, seed), Annotations.CONTAINER_ROLES + ": app=" + role);
        boolean isGiven = given.stream().anyMatch(each -> each.role().equals(role));
        if (given.isEmpty()) {
            assertThat(decision).isInstanceOf(LeaveAlone.class);
        } else if (isGiven) {
            assertThat(((Inject) decision).ownRole("app")).contains(role);
        } else {
            assertThat(decision).isInstanceOfSatisfying(Refuse.class, refuse -> assertThat(refuse.refusal())
                    .isEqualTo(Refusal.RoleNotBound));
        }
    }

    @Provide
    Arbitrary<List<AWSRoleBinding>> bindings() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d", "e", "f"),
                        roles(),
                        Arbitraries.of("p1", "p2", "team@x").injectNull(0.4),
                        Arbitraries.of(true, false).injectNull(0.4),
                        Arbitraries.of("2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z", "2026-01-01T00:00:03Z")
                                .injectNull(0.05),
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.just(ACCOUNT)), Tuple.of(1, Arbitraries.just("other"))),
                        Arbitraries.of(true, false).injectNull(0.5))
                .as(SameRolesAsIssuerTest::binding)
                .list()
                .ofMaxSize(6)
                .uniqueElements(binding -> binding.getMetadata().getName());
    }

    @Provide
    Arbitrary<String> roles() {
        return Arbitraries.of(ROLES);
    }

    @Provide
    Arbitrary<Optional<String>> asked() {
        return Arbitraries.of(ROLES).optional(0.5);
    }

    private static AWSRoleBinding binding(
            String name,
            String role,
            @Nullable String profile,
            @Nullable Boolean isDefault,
            @Nullable String createdAt,
            String serviceAccount,
            @Nullable Boolean dryRun) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.getMetadata().setName(name);
        binding.getMetadata().setCreationTimestamp(createdAt);
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference(role),
                List.of(new Subject(null, serviceAccount)),
                isDefault,
                profile,
                null,
                null,
                dryRun));
        return binding;
    }

    private static List<AWSRoleBinding> shuffled(List<AWSRoleBinding> bindings, long seed) {
        List<AWSRoleBinding> shuffled = new ArrayList<>(bindings);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    private static Optional<String> defaultOf(Inject decision) {
        return decision.defaultRole() ? Optional.of(decision.roles().getFirst().role()) : Optional.empty();
    }

    private static Decision decide(List<AWSRoleBinding> bindings, @Nullable String annotation) {
        try {
            PodView pod =
                    new PodView((ObjectNode) Case.YAML.readTree("""
                    metadata:
                      annotations: {%s}
                    spec:
                      serviceAccountName: orders
                      containers:
                      - name: app
                    """.formatted(annotation == null ? "" : annotation)));
            return new Decider(chart(), new Random(1))
                    .decide(new Candidate("shop", pod, Map.of(), BoundRole.of(bindings, ACCOUNT, Set.copyOf(ROLES))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChartSettings chart() {
        return new ChartSettings(
                "0.1.0",
                new ChartSettings.SidecarSettings(
                        "sidecar:1", "IfNotPresent", List.of(), "50m", "96Mi", SidecarLog.ordinary()),
                new ChartSettings.Issuer("https://issuer.aws.svc", "PEM"),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Delivery.Endpoint,
                Startup.WaitForCredentials,
                null);
    }
}
