package dev.rolesanywhere.crds.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldObjectsTest {
    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "11, 0, false",
        "12, 0, true",
        "31, 20, false",
        "32, 20, true",
        "99, 80, false",
        "100, 80, true",
        "70, 80, false"
    })
    void garbage_is_collected_from_twelve_mebibytes_and_a_quarter_of_the_live_objects_on(
            long used, long live, boolean worth) {
        assertThat(new OldObjects(used * MIB, live * MIB).areWorthCollecting()).isEqualTo(worth);
    }
}
