package dev.rolesanywhere.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make fuzz}: runs the targets one after another, and prints the number of inputs of each. New inputs are kept
 * for the next run.
 */
final class Campaign {
    private Campaign() {}

    /** @param arguments seconds for each target, the folder to work in, and names of targets, or none for all */
    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[0]));
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        List<Target> targets = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            targets.add(Targets.named(arguments[i]));
        }
        boolean clean = true;
        for (Target target : targets.isEmpty() ? Targets.all() : targets) {
            Jazzer.Result result = new Jazzer(folder.resolve(target.name())).run(List.of(target), time, 0);
            clean &= result.exit() == 0 && result.findings().isEmpty();
            System.out.printf(
                    "%-25s %,12d inputs  %s%n",
                    target,
                    result.tried().getOrDefault(target.name(), 0L),
                    result.findings().isEmpty() ? result.exit() == 0 ? "nothing found" : "did not run" : "FOUND");
            result.findings().forEach(finding -> System.out.println("    " + finding));
            if (result.exit() != 0) {
                System.out.println(result.tail());
            }
        }
        System.exit(clean ? 0 : 1);
    }
}
