package dev.rolesanywhere.plugin.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(printed(
                        false,
                        terminal -> terminal.table(
                                List.of("ROLE", "READY"),
                                List.of(List.of("orders-reader", "Served"), List.of("x", "-")))))
                .containsExactly("ROLE           READY", "orders-reader  Served", "x              -");
    }

    @Test
    void a_cell_cannot_write_another_row() {
        assertThat(printed(false, terminal -> terminal.table(List.of("A"), List.of(List.of("x\ny")))))
                .containsExactly("A", "x y");
    }

    @Test
    void a_mark_has_no_color_if_color_is_off() {
        assertThat(printed(false, terminal -> terminal.marked(Terminal.Color.RED, "✗", "bad")))
                .containsExactly("✗ bad");
    }

    @Test
    void only_the_mark_is_colored() {
        assertThat(printed(true, terminal -> terminal.marked(Terminal.Color.RED, "✗", "bad")))
                .containsExactly("\u001b[31m✗\u001b[0m bad");
    }

    @Test
    void a_block_keeps_its_lines_without_characters_that_move_the_cursor() {
        assertThat(printed(false, terminal -> terminal.block("a\n\u001bb"))).containsExactly("a", "\ufffdb");
    }

    @Test
    void json_escapes_other_than_ascii_characters() {
        assertThat(printed(false, terminal -> terminal.value(List.of("\u202e✓"))))
                .containsExactly("[ \"\\u202E\\u2713\" ]");
    }

    private static List<String> printed(boolean color, Consumer<Terminal> command) {
        StringWriter text = new StringWriter();
        command.accept(new Terminal(new PrintWriter(text), color, false));
        return text.toString().lines().toList();
    }
}
