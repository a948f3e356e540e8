package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The operator has only the AWS credentials that it gets through Roles Anywhere, and maintains a registration with
 * them.
 */
@NeedsCluster
@Beside
class OwnCustomerE2E {
    private static final String NAME = "own-customer";
    private static final String ID = "0a1b2c3d-4e5f-4a6b-8c7d-0a1b2c3d4e5f";

    private final Installation installation = Installation.get();
    private final TrustAnchors anchors = new TrustAnchors();

    @Test
    void the_operator_maintains_a_registration_with_its_own_session() {
        anchors.selfSigned(NAME);
        anchors.awaitReady(NAME);
        installation
                .emulator()
                .registerTrustAnchor(
                        ID, Objects.requireNonNull(anchors.get(NAME).getStatus().caBundle()));
        Manifests.apply(installation.client(), "own-customer.yaml", "ID", ID);
        installation.emulator().createRole(NAME, trustPolicy());
        Manifests.apply(installation.client(), "trustanchor-managed.yaml", "NAME", "managed");

        awaitManaged("managed", "InAWS");
        assertThat(installation.emulator().sessionsOf(NAME)).isNotEmpty();
        assertThat(anchors.get("managed").getStatus().managedRegistrations())
                .singleElement()
                .satisfies(kept -> assertThat(kept.trustAnchorARN())
                        .startsWith("arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/"));
        anchors.delete("managed");
    }

    private String trustPolicy() {
        return await().atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(installation
                                        .client()
                                        .resources(AWSRole.class)
                                        .withName(NAME)
                                        .require()
                                        .getStatus())
                                .map(status -> status.trustPolicy()),
                        Optional::isPresent)
                .orElseThrow();
    }

    private Condition awaitManaged(String name, String reason) {
        // A failed call is retried within a minute and a half.
        return await("Managed of " + name + " is " + reason)
                .atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(anchors.get(name).getStatus())
                                .flatMap(status -> Conditions.find(status.conditions(), "Managed")),
                        found -> found.filter(condition -> condition.reason().equals(reason))
                                .isPresent())
                .orElseThrow();
    }
}
