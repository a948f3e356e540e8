package dev.rolesanywhere.plugin.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final String PAGE = "https://docs.example.org/troubleshooting/#rolenotfound";

    @Test
    void the_page_is_below_the_advice() {
        assertThat(printed(Fact.bad("role", "RoleNotFound", "Create it.", PAGE)))
                .containsExactly("✗ role: RoleNotFound", "    Create it.", "    " + PAGE);
    }

    @Test
    void a_message_with_a_url_gets_no_second_url() {
        assertThat(printed(Fact.bad("role", "RoleNotFound", "Create it. See " + PAGE, PAGE)))
                .containsExactly("✗ role: RoleNotFound", "    Create it. See " + PAGE);
    }

    private static List<String> printed(Fact fact) {
        StringWriter text = new StringWriter();
        Facts.print(new Terminal(new PrintWriter(text), false, false), List.of(fact));
        return text.toString().lines().toList();
    }
}
