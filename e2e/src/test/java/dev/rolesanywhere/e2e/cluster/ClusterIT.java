package dev.rolesanywhere.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import org.junit.jupiter.api.Test;

@NeedsCluster
@InTurn
class ClusterIT {
    @Test
    void the_cluster_has_a_node() {
        assertThat(Cluster.shared().client().nodes().list().getItems()).hasSize(1);
    }

    @Test
    void an_impersonated_user_has_no_rights_of_its_own() {
        try (var nobody = Cluster.shared().as("nobody")) {
            assertThat(nobody.authorization()
                            .v1()
                            .selfSubjectAccessReview()
                            .create(new SelfSubjectAccessReviewBuilder()
                                    .withNewSpec()
                                    .withNewResourceAttributes()
                                    .withVerb("list")
                                    .withResource("secrets")
                                    .endResourceAttributes()
                                    .endSpec()
                                    .build())
                            .getStatus()
                            .getAllowed())
                    .isFalse();
        }
    }
}
