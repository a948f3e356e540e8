package dev.rolesanywhere.pki.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.request.RequestDefect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuingReasonTest {
    private static final Path DOCUMENT = Path.of("../docs/architecture.md");
    private static final Pattern TABLE =
            Pattern.compile("### Reasons of the issuing protocol\n.*?\n\\| --- [^\n]*\n(.*?)\n\n", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

    @Test
    void the_document_lists_exactly_these_reasons_in_this_order() throws IOException {
        List<String> listed = TABLE.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(table -> table.group(1).lines())
                .map(row -> row.split("\\|")[2])
                .flatMap(cell -> NAME.matcher(cell).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
        assertThat(listed)
                .containsExactlyElementsOf(
                        Arrays.stream(IssuingReason.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_defect_of_a_request_keeps_its_name(RequestDefect defect) {
        assertThat(IssuingReason.of(defect).name()).isEqualTo(defect.name());
        assertThat(IssuingReason.of(defect).about()).isEqualTo(IssuingReason.About.REQUEST);
    }
}
