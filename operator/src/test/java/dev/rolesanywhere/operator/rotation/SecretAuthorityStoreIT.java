package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
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
    private final AuthorityStore vault =
            new SecretAuthorityStore(ApiServer.shared().client(), new TestSettings());

    @BeforeAll
    static void namespace() {
        ApiServer.shared().namespace(new TestSettings().namespace());
    }

    @Test
    void what_is_there_is_adopted_and_never_overwritten() {
        assertThat(vault.read("adopted")).isEmpty();
        assertThat(vault.createOrAdopt("a", "adopted", data("mine")).created()).isTrue();

        AuthorityStore.Stored again = vault.createOrAdopt("a", "adopted", data("other"));

        assertThat(again.created()).isFalse();
        assertThat(key(again.data())).isEqualTo("mine");
        assertThat(key(vault.read("adopted").orElseThrow())).isEqualTo("mine");
    }

    @Test
    void of_many_writers_at_once_one_makes_the_ca_and_all_get_that_one() throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<AuthorityStore.Stored>> tasks = IntStream.range(0, 8)
                    .<Callable<AuthorityStore.Stored>>mapToObj(
                            writer -> () -> vault.createOrAdopt("r", "raced", data("writer-" + writer)))
                    .toList();
            List<AuthorityStore.Stored> stored =
                    writers.invokeAll(tasks).stream().map(Future::resultNow).toList();

            assertThat(stored.stream().filter(AuthorityStore.Stored::created)).hasSize(1);
            assertThat(stored)
                    .extracting(it -> key(it.data()))
                    .containsOnly(key(vault.read("raced").orElseThrow()));
        }
    }

    @Test
    void what_is_published_can_be_read_again_and_changes() {
        assertThat(vault.published("bundle")).isEmpty();
        vault.publish("p", "bundle", "first");
        vault.publish("p", "bundle", "second");

        assertThat(vault.published("bundle")).isEqualTo(Optional.of("second"));
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
