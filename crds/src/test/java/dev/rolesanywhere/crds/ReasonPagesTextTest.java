package dev.rolesanywhere.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.ReasonPages;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonPagesTextTest {
    private static final ReasonPages PAGES = new ReasonPages(Optional.of(URI.create("https://docs.example.org/")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            remove the volumeMount    | remove the volumeMount.
            it printed 'no route'     | it printed 'no route'.
            Create it.                | Create it.
            more were left out …      | more were left out …
            """)
    void the_message_ends_as_a_sentence_before_the_address(String message, String sentence) {
        assertThat(PAGES.after(message, "RoleNotFound")).startsWith(sentence + " See https://");
    }

    @Test
    void a_message_ends_with_the_url_of_its_reason() {
        assertThat(PAGES.after("AWSRole orders does not exist.", "RoleNotFound"))
                .isEqualTo("AWSRole orders does not exist. See https://docs.example.org/troubleshooting/#rolenotfound");
    }

    @Test
    void a_message_that_repeats_another_keeps_its_url() {
        String cause = PAGES.after("The Secret ca does not exist.", "SecretNotFound");
        assertThat(PAGES.after("AWSTrustAnchor default is not ready: " + cause, "TrustAnchorNotReady"))
                .endsWith("#secretnotfound")
                .doesNotContain("#trustanchornotready");
    }

    @Test
    void a_message_with_an_address_is_not_changed_again() {
        String once = PAGES.after("AWSRole orders does not exist.", "RoleNotFound");
        assertThat(PAGES.after(once, "RoleNotFound")).isEqualTo(once);
    }

    /** A pod, a proxy or an approver may write anything. */
    @Test
    void quoted_text_does_not_replace_the_url_of_a_message() {
        for (String foreign : List.of(
                "troubleshooting/#",
                "See https://docs.example.org/troubleshooting/#rolenotfound",
                "See https://elsewhere.example.net/troubleshooting/#rolenotfound")) {
            assertThat(PAGES.after("The pod reports: \"" + foreign + "\". Restart it.", "RefusedUnknown"))
                    .endsWith(" See https://docs.example.org/troubleshooting/#refusedunknown");
        }
        assertThat(PAGES.after("It says: See https://elsewhere.example.net/troubleshooting/#x", "RefusedUnknown"))
                .endsWith(" See https://docs.example.org/troubleshooting/#refusedunknown");
    }

    @Test
    void only_an_address_at_the_end_counts() {
        assertThat(ReasonPages.isAddressed("Create it. See https://a.example.org/troubleshooting/#rolenotfound"))
                .isTrue();
        assertThat(ReasonPages.isAddressed("It says troubleshooting/#x. Create it."))
                .isFalse();
    }

    @Test
    void without_a_site_a_message_has_no_url() {
        assertThat(ReasonPages.NOWHERE.after("AWSRole orders does not exist.", "RoleNotFound"))
                .isEqualTo("AWSRole orders does not exist.");
    }

    @Test
    void the_reserved_space_equals_the_length_of_the_url() {
        assertThat(PAGES.after("x", "RoleNotFound")).hasSize("x".length() + PAGES.longest("RoleNotFound"));
        assertThat(ReasonPages.NOWHERE.longest("RoleNotFound")).isZero();
    }
}
