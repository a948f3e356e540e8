package dev.rolesanywhere.plugin.migrate;

import java.util.ArrayList;
import java.util.List;

/** The steps as Markdown, for the file and the terminal. */
final class Page {
    private final List<String> lines = new ArrayList<>();

    private Page() {}

    static String of(Written written) {
        Page page = new Page();
        page.list("Find out first", written.lookUp());
        written.steps().forEach(page::step);
        page.list("Manual steps", written.notes());
        return String.join("\n", page.lines).stripTrailing() + "\n";
    }

    private void list(String title, List<String> entries) {
        if (!entries.isEmpty()) {
            lines.add("## " + title);
            lines.add("");
            entries.forEach(entry -> lines.add("- " + entry));
            lines.add("");
        }
    }

    private void step(Step step) {
        lines.add("## %d. %s".formatted(step.number(), step.title()));
        lines.add("");
        for (Step.Action action : step.actions()) {
            lines.add("### " + action.what());
            lines.add("");
            commands("Apply:", action.apply());
            commands("Revert:", action.revert());
            if (!action.note().isEmpty()) {
                lines.add(action.note());
                lines.add("");
            }
        }
        commands("Look:", step.look());
    }

    private void commands(String title, List<String> commands) {
        if (!commands.isEmpty()) {
            lines.add(title);
            lines.add("");
            commands.forEach(command -> lines.add("    " + command));
            lines.add("");
        }
    }
}
