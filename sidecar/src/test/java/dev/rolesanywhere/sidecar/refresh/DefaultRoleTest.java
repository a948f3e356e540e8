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
    void a_used_default_changes_only_if_the_issuer_serves_both_roles(
            @Nullable String next, boolean nextServed, boolean issued, boolean served, String after) {
        DefaultRole role = new DefaultRole();
        role.restore("reader");
        role.settle(next, nextServed, issued, served);
        assertThat(role.role()).isEqualTo(after);
        assertThat(role.isUsed()).isTrue();
    }

    @Test
    void an_unused_default_follows_the_issuer() {
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
    void a_default_with_new_credentials_stays_if_the_next_answer_names_none() {
        DefaultRole role = new DefaultRole();
        role.settle("reader", false, false, false);
        role.settle(null, false, false, true);
        assertThat(role.role()).isEqualTo("reader");
        assertThat(role.isUsed()).isTrue();
    }

    @Test
    void without_a_role_there_is_no_default() {
        DefaultRole role = new DefaultRole();
        assertThat(role.is("reader")).isFalse();
        role.restore("reader");
        assertThat(role.is("reader")).isTrue();
        assertThat(role.is("writer")).isFalse();
    }
}
