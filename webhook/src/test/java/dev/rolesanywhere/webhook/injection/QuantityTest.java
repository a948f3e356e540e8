package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubernetes' API conventions, "Quantities". */
class QuantityTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "0,     0",
        "3,     3",
        "1.5,   1.5",
        "1.,    1",
        ".5,    0.5",
        "+2,    2",
        "7n,    0.000000007",
        "7u,    0.000007",
        "7m,    0.007",
        "7k,    7000",
        "7M,    7000000",
        "7G,    7000000000",
        "7T,    7000000000000",
        "7P,    7000000000000000",
        "7E,    7000000000000000000",
        "7Ki,   7168",
        "7Mi,   7340032",
        "7Gi,   7516192768",
        "7Ti,   7696581394432",
        "7Pi,   7881299347898368",
        "7Ei,   8070450532247928832",
        "1e3,   1000",
        "1E+3,  1000",
        "1e-3,  0.001",
    })
    void a_quantity_is_read_in_its_unit(String text, BigDecimal value) {
        assertThat(Quantity.of(JSON.textNode(text)))
                .hasValueSatisfying(it -> assertThat(it).isEqualByComparingTo(value));
    }

    @Test
    void a_number_without_quotes_is_a_quantity() {
        assertThat(Quantity.of(JSON.numberNode(2))).contains(BigDecimal.valueOf(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "1Xi", "1mi", "1K", "e3", ".", "1e", "1e100", "1,5", "0x1", "-1", "-1m"})
    void what_is_no_quantity_or_negative_is_none(String text) {
        assertThat(Quantity.of(JSON.textNode(text))).isEmpty();
    }

    @Test
    void what_is_neither_text_nor_number_is_none() {
        assertThat(Quantity.of(JSON.booleanNode(true))).isEmpty();
        assertThat(Quantity.of(JSON.nullNode())).isEmpty();
        assertThat(Quantity.of(JSON.objectNode())).isEmpty();
    }

    /** No form has more than 66 characters: a sign, 30 digits, a point, 30 digits, and an exponent of a sign and two digits. */
    @Test
    void a_quantity_has_at_most_64_characters() {
        String whole = "1".repeat(30) + "." + "0".repeat(30);
        assertThat(Quantity.of(JSON.textNode(whole + "e+9"))).isPresent();
        assertThat(Quantity.of(JSON.textNode(whole + "e+11"))).isEmpty();
    }
}
