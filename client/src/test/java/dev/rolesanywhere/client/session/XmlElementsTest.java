package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlElementsTest {
    @ParameterizedTest
    @CsvSource({
        "<a>x</a>,              x",
        "<b><a>x</a></b>,       x",
        "<a>x</a><a>y</a>,      x",
        "</a><a>x</a>,          x",
        "<a> x </a>,            x",
        "<a>&lt;x&gt;</a>,      <x>",
        "<a>x &amp;lt; y</a>,   x &lt; y",
        "<a>o&#39;b&apos;c</a>,  o'b'c",
        "<a>&#34;&quot;</a>,    \"\"",
    })
    void the_text_of_the_first_element_of_a_name_is_found(String xml, String text) {
        assertThat(XmlElements.text(xml, "a")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<a>", "</a>", "</a><a>", "<a x=\"1\">y</a>", "<A>x</A>"})
    void what_has_no_such_element_has_no_text(String xml) {
        assertThat(XmlElements.text(xml, "a")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a><b>x</b></a>", "<a>x<b/></a>"})
    void an_element_that_holds_elements_has_no_text(String xml) {
        assertThat(XmlElements.text(xml, "a")).isNull();
    }

    @Test
    void an_empty_element_has_an_empty_text() {
        assertThat(XmlElements.text("<a></a>", "a")).isEmpty();
    }
}
