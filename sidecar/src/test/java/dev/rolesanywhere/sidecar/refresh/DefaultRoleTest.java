package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row by row: which role the default path has after an answer. */
class DefaultRoleTest {
    @ParameterizedTest
    @CsvSource({
        // next, nextServed, issued, served, default after
        "writer, true,  true,  true,  writer",
        "writer, true,  true,  false, writer",
        "writer, true,  false, true,  reader",
        "writer, true,  false, false, reader",
        "writer, false, true,  true,  reader",
        "writer, false, true,  false, writer",
        "writer, false, false, true,  reader",
        "writer, false, false, false, reader",
        ",       false, true,  true,  reader",
        ",       false, true,  false, reader",
        ",       false, false, false, reader",
    })
    void a_default_that_was_used_passes_only_to_a_role_that_the_issuer_chose_beside_it(
            @Nullable String next, boolean nextServed, boolean issued, boolean served, String after) {
        DefaultRole role = new DefaultRole();
        role.restore("reader");
        role.settle(next, nextServed, issued, served);
        assertThat(role.role()).isEqualTo(after);
        assertThat(role.isUsed()).isTrue();
    }

    @Test
    void a_default_that_was_never_used_is_whatever_the_issuer_says() {
        DefaultRole role = new DefaultRole();
        role.restore(null);
        assertThat(role.isUsed()).isFalse();
        role.settle("reader", false, false, false);
        assertThat(role.role()).isEqualTo("reader");
        assertThat(role.isUsed()).isFalse();
        role.settle("writer", false, true, false);
        assertThat(role.role()).isEqualTo("writer");
        role.settle(null, true, true, false);
        assertThat(role.role()).isNull();
        assertThat(role.isUsed()).isFalse();
    }

    @Test
    void a_default_is_used_from_its_first_credentials_on() {
        DefaultRole role = new DefaultRole();
        role.settle("reader", true, false, false);
        assertThat(role.isUsed()).isTrue();

        DefaultRole later = new DefaultRole();
        later.settle("reader", false, false, false);
        later.settle("reader", true, true, true);
        assertThat(later.isUsed()).isTrue();
    }

    @Test
    void a_default_whose_first_credentials_came_since_the_last_answer_stays_where_the_next_one_names_none() {
        DefaultRole role = new DefaultRole();
        role.settle("reader", false, false, false);
        role.settle(null, false, false, true);
        assertThat(role.role()).isEqualTo("reader");
        assertThat(role.isUsed()).isTrue();
    }

    @Test
    void without_a_role_it_is_none() {
        DefaultRole role = new DefaultRole();
        assertThat(role.is("reader")).isFalse();
        role.restore("reader");
        assertThat(role.is("reader")).isTrue();
        assertThat(role.is("writer")).isFalse();
    }
}
