package dev.rolesanywhere.pki.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuingReasonPagesTest {
    @ParameterizedTest
    @EnumSource
    void each_reason_of_the_issuing_protocol_is_explained(IssuingReason reason) throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "docs", "troubleshooting.md")))
                .contains("### " + reason.name());
    }
}
