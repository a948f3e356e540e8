package dev.rolesanywhere.operator.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalWarningsTest {
    private final TestInventory inventory = new TestInventory();
    private final Leadership leadership = new Leadership();
    private final RecordedEvents events = new RecordedEvents();
    private final RemovalWarnings warnings = new RemovalWarnings(inventory, leadership, events);

    @Test
    void deleting_a_role_causes_an_event_with_its_bindings() {
        leadership.gained();
        inventory.with(binding("shop", "orders"), binding("batch", "nightly"));
        warnings.changed(role());

        assertThat(events.reasons()).containsExactly("reader DeletedInUse");
        assertThat(events.messages())
                .singleElement()
                .asString()
                .contains("2 AWSRoleBindings", "batch/nightly, shop/orders");
    }

    @Test
    void deleting_a_trust_anchor_causes_an_event_with_its_roles_and_the_kept_key() {
        leadership.gained();
        inventory.with(role());
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        warnings.changed(anchor);

        assertThat(events.messages())
                .singleElement()
                .asString()
                .contains("an AWSRole used it: reader", "Secret was kept");
    }

    @Test
    void unused_and_existing_objects_and_standbys_cause_no_event() {
        warnings.changed(role());
        leadership.gained();
        warnings.changed(role());
        inventory.with(role(), binding("shop", "orders"));
        warnings.changed(role());

        assertThat(events.all).isEmpty();
    }

    @Test
    void a_dry_run_does_not_count_as_a_user_of_a_deleted_role() {
        leadership.gained();
        AWSRoleBinding binding = binding("shop", "orders");
        AWSRoleBindingSpec spec = binding.getSpec();
        binding.setSpec(new AWSRoleBindingSpec(spec.roleRef(), spec.subjects(), null, null, null, null, true));
        inventory.with(binding);
        warnings.changed(role());

        assertThat(events.all).isEmpty();
    }

    private static AWSRole role() {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName("reader").build());
        role.setSpec(new AWSRoleSpec(
                null,
                "arn:aws:iam::111122223333:role/reader",
                null,
                null,
                new AllowedNamespaces(List.of("shop"), null),
                null,
                null,
                null));
        return role;
    }

    private static AWSRoleBinding binding(String namespace, String name) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference("reader"),
                List.of(new Subject(null, "orders")),
                null,
                null,
                null,
                null));
        return binding;
    }
}
