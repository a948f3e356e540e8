package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.TestInventory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryTest {
    @Test
    void bindings_of_a_serviceaccount_are_in_its_namespace() {
        AWSRoleBinding first = binding("shop", "orders");
        AWSRoleBinding second = binding("shop", "carts", "orders");
        Inventory inventory = new TestInventory()
                .with(first, second, binding("shop", "carts"), binding("bank", "orders"), binding("shop", "orders-2"));

        assertThat(inventory.bindingsOf("shop", "orders")).containsExactly(first, second);
    }

    private static AWSRoleBinding binding(String namespace, String... serviceAccounts) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName("reads")
                .withNamespace(namespace)
                .build());
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference("reader"),
                List.of(serviceAccounts).stream()
                        .map(name -> new Subject(null, name))
                        .toList(),
                null,
                null,
                null,
                null));
        return binding;
    }
}
