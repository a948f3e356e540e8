package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
import dev.rolesanywhere.operator.ownobjects.OwnObjects;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsApiServer
class SecretAuthorityStoreIT {
    private final AuthorityStore store =
            new SecretAuthorityStore(new OwnObjects(ApiServer.shared().client(), new TestSettings()));

    @BeforeAll
    static void namespace() {
        ApiServer.shared().namespace(new TestSettings().namespace());
    }

    @Test
    void an_existing_secret_is_adopted_and_never_overwritten() {
        assertThat(store.read("adopted")).isEmpty();
        assertThat(store.create("a", "adopted", data("mine"))).isTrue();

        assertThat(store.create("a", "adopted", data("other"))).isFalse();

        assertThat(key(store.created("adopted").data())).isEqualTo("mine");
    }

    @Test
    void of_concurrent_writers_one_creates_the_ca_and_all_get_it() throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Made>> tasks = IntStream.range(0, 8)
                    .<Callable<Made>>mapToObj(writer -> () -> new Made(
                            store.create("r", "raced", data("writer-" + writer)),
                            key(store.created("raced").data())))
                    .toList();
            List<Made> made =
                    writers.invokeAll(tasks).stream().map(Future::resultNow).toList();

            assertThat(made.stream().filter(Made::first)).hasSize(1);
            assertThat(made)
                    .extracting(Made::key)
                    .containsOnly(key(store.created("raced").data()));
        }
    }

    private record Made(boolean first, String key) {}

    @Test
    void a_deleted_or_recreated_secret_is_not_replaced() {
        store.create("d", "deleted", data("first"));
        StoredSecret read = store.created("deleted");
        var secret = ApiServer.shared()
                .client()
                .secrets()
                .inNamespace(new TestSettings().namespace())
                .withName("deleted");
        secret.delete();
        assertThat(store.replace(read, data("second"))).isFalse();

        store.create("d", "deleted", data("another"));
        assertThat(store.replace(read, data("second"))).isFalse();
        assertThat(key(store.created("deleted").data())).isEqualTo("another");
    }

    @Test
    void the_published_bundle_can_be_read_and_changed() {
        assertThat(store.published("bundle")).isEmpty();
        store.publish("p", "bundle", "first", Optional.empty());
        store.publish("p", "bundle", "second", store.published("bundle"));

        assertThat(store.published("bundle").flatMap(StoredBundle::pem)).contains("second");
    }

    private static Map<String, String> data(String key) {
        return Map.of("tls.crt", "certificate", "tls.key", key);
    }

    private static String key(Map<String, byte[]> data) {
        return data.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> new String(entry.getValue(), UTF_8)))
                .get("tls.key");
    }
}
