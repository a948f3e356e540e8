package dev.rolesanywhere.operator.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultRoleTest {
    /** Roles oldest binding first; a star marks the one whose binding says default. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            reader,               ,        reader
            reader writer,        ,
            reader writer*,       ,        writer
            reader* writer*,      ,        reader
            reader writer,        writer,  writer
            reader* writer,       writer,  writer
            reader,               admin,
            reader* writer,       admin,
            ,                     ,
            ,                     reader,
            """)
    void is_the_asked_one_else_the_marked_one_else_the_only_one(
            @Nullable String roles, @Nullable String asked, @Nullable String expected) {
        List<DefaultRole.Given> given = roles == null
                ? List.of()
                : Arrays.stream(roles.split(" "))
                        .map(role -> new DefaultRole.Given(role.replace("*", ""), role.endsWith("*")))
                        .toList();

        assertThat(DefaultRole.choose(given, asked).orElse(null)).isEqualTo(expected);
    }
}
