package dev.rolesanywhere.crds.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "kube-system", "a--b", "7seas"})
    void a_label_is_lower_case_letters_digits_and_hyphens(String name) {
        assertThat(ObjectName.LABEL.allows(name)).isTrue();
        assertThat(ObjectName.SUBDOMAIN.allows(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "system.node-1.example.org"})
    void a_subdomain_is_labels_with_dots_between(String name) {
        assertThat(ObjectName.SUBDOMAIN.allows(name)).isTrue();
        assertThat(ObjectName.LABEL.allows(name)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "-",
                "-a",
                "a-",
                ".a",
                "a.",
                "a..b",
                "a.-b",
                "a-.b",
                "A",
                "ä",
                "a_b",
                "a b",
                "a/b",
                "kube-system/../x",
                "a?b=c",
                "a#b",
                "a%2fb",
                "a\\b",
                "a:b",
                "a;b",
                "a\n",
                "\na",
                "a\u0000",
                "١",
                "ａ"
            })
    void names_that_could_change_a_path_are_not_allowed(String name) {
        assertThat(ObjectName.LABEL.allows(name)).isFalse();
        assertThat(ObjectName.SUBDOMAIN.allows(name)).isFalse();
    }

    @Test
    void names_have_the_lengths_of_kubernetes() {
        assertThat(ObjectName.LABEL.allows("a".repeat(63))).isTrue();
        assertThat(ObjectName.LABEL.allows("a".repeat(64))).isFalse();
        assertThat(ObjectName.SUBDOMAIN.allows("a".repeat(253))).isTrue();
        assertThat(ObjectName.SUBDOMAIN.allows("a".repeat(254))).isFalse();
        assertThat(ObjectName.SUBDOMAIN.allows("a".repeat(7_000_000))).isFalse();
    }

    @Test
    void an_invalid_name_is_not_repeated_in_the_message() {
        assertThatThrownBy(() -> ObjectName.LABEL.require("a?b=c", "Namespace"))
                .isInstanceOf(InvalidNameException.class)
                .hasMessage(
                        "Namespace has an invalid name: use lower case letters, digits and '-', at most 63 characters.");
    }
}
