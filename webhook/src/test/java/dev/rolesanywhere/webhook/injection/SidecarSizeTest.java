package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.SidecarResources;
import dev.rolesanywhere.crds.binding.SidecarResources.Quantities;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SidecarSizeTest {
    @Test
    void of_equal_quantities_the_first_is_written() {
        assertThat(memoryLimit("1Gi", "1024Mi")).isEqualTo("1Gi");
        assertThat(memoryLimit("1024Mi", "1Gi")).isEqualTo("1024Mi");
    }

    @Test
    void of_different_quantities_the_largest_is_written() {
        assertThat(memoryLimit("900Mi", "1Gi", "800Mi")).isEqualTo("1Gi");
    }

    @Test
    void a_malformed_quantity_counts_as_unset() {
        assertThat(memoryLimit("much")).isEqualTo("96Mi");
        assertThat(memoryLimit("much", "1Gi")).isEqualTo("1Gi");
    }

    private static String memoryLimit(String... limits) {
        return SidecarSize.of(
                        PodReview.SIDECAR,
                        Arrays.stream(limits)
                                .map(limit -> new SidecarResources(null, new Quantities(null, limit, null)))
                                .toList(),
                        false)
                .limits()
                .path("memory")
                .asText();
    }
}
