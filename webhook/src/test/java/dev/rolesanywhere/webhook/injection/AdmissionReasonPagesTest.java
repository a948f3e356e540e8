package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionReasonPagesTest {
    static List<String> reasons() {
        return Decision.reasons();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void each_reason_of_an_admission_is_explained(String reason) throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "docs", "troubleshooting.md")))
                .contains("### " + reason);
    }
}
