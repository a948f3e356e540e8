package dev.rolesanywhere.crds.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private final Records<ServiceAccount, AccountRecord> accounts = AccountRecord.records();

    @Test
    void the_record_of_a_serviceaccount_has_uid_version_and_our_annotations() {
        accounts.put("shop/orders", account("orders", "7"));

        assertThat(accounts.record("shop/orders"))
                .isEqualTo(new AccountRecord("uid-of-orders", "7", Map.of("rolesanywhere.dev/inject", "false")));
        assertThat(accounts.values()).singleElement().satisfies(kept -> {
            assertThat(kept.getMetadata().getNamespace()).isEqualTo("shop");
            assertThat(kept.getMetadata().getName()).isEqualTo("orders");
            assertThat(kept.getMetadata().getUid()).isEqualTo("uid-of-orders");
            assertThat(kept.getSecrets()).isEmpty();
        });
    }

    @Test
    void a_replaced_record_is_returned_with_its_version() {
        assertThat(accounts.put("shop/orders", account("orders", "7"))).isNull();

        assertThat(accounts.put("shop/orders", account("orders", "8"))
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo("7");
        assertThat(accounts.remove("shop/orders").getMetadata().getResourceVersion())
                .isEqualTo("8");
        assertThat(accounts.remove("shop/orders")).isNull();
        assertThat(accounts.size()).isZero();
    }

    @Test
    void a_change_is_reported_with_both_records() {
        List<String> reported = new ArrayList<>();
        Records<ServiceAccount, String> versions =
                new Records<>(it -> it.getMetadata().getResourceVersion(), (key, version) -> account(key, version)) {
                    @Override
                    protected void changed(String key, @Nullable String before, @Nullable String after) {
                        reported.add(key + " " + before + " " + after);
                    }
                };

        versions.put("shop/orders", account("orders", "7"));
        versions.put("shop/orders", account("orders", "8"));
        versions.remove("shop/orders");

        assertThat(reported).containsExactly("shop/orders null 7", "shop/orders 7 8", "shop/orders 8 null");
    }

    private static ServiceAccount account(String name, String version) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-of-" + name)
                .withResourceVersion(version)
                .addToAnnotations("rolesanywhere.dev/inject", "false")
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
                .endMetadata()
                .addNewSecret()
                .withName("token")
                .endSecret()
                .build();
    }
}
