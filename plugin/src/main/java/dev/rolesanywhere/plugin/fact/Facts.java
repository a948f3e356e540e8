package dev.rolesanywhere.plugin.fact;

import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.plugin.output.Terminal;
import java.util.List;
import java.util.Objects;

/** Facts as text: one per line, followed by what to do. */
public final class Facts {
    private Facts() {}

    public static void print(Terminal terminal, List<Fact> facts) {
        for (Fact fact : facts) {
            Verdict verdict = fact.verdict();
            terminal.marked(verdict.color(), verdict.mark(), fact.name() + ": " + fact.finding());
            if (fact.todo() != null) {
                terminal.line("    " + fact.todo());
            }
            if (!isAddressed(fact)) {
                terminal.line("    " + fact.link());
            }
        }
    }

    /** What to do in one line, with the address of its page at the end. */
    public static String todo(Fact fact) {
        String todo = Objects.requireNonNullElse(fact.todo(), "");
        return isAddressed(fact) ? todo : ReasonPages.sentence(todo) + " See " + fact.link();
    }

    /** The operator's own messages end with an address already. */
    private static boolean isAddressed(Fact fact) {
        return fact.link() == null || (fact.todo() != null && ReasonPages.isAddressed(fact.todo()));
    }

    public static boolean anyBad(List<Fact> facts) {
        return facts.stream().anyMatch(Fact::isBad);
    }
}
