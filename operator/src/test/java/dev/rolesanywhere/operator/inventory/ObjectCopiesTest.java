package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectCopiesTest {
    private final ObjectCopies copies = new ObjectCopies();

    @ParameterizedTest
    @ValueSource(classes = {AWSTrustAnchor.class, AWSRole.class, AWSRoleBinding.class})
    void a_copy_has_the_same_spec_and_identity_and_its_own_metadata(Class<? extends HasMetadata> kind) {
        HasMetadata cached = Serialization.unmarshal("""
                        metadata: {name: orders, uid: uid-1, resourceVersion: "7", generation: 2}
                        spec: {trustDomain: example.org, roleARN: "arn:aws:iam::111122223333:role/orders", roleRef: {name: orders}}
                        """, kind);

        HasMetadata copy = copies.clone(cached);

        assertThat(copy).isInstanceOf(kind).usingRecursiveComparison().isEqualTo(cached);
        copy.getMetadata().setName("other");
        assertThat(cached.getMetadata().getName()).isEqualTo("orders");
    }

    @Test
    void an_object_without_a_reconciler_is_rejected() {
        assertThatThrownBy(() -> copies.clone(new Pod()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pod has no reconciler");
    }
}
