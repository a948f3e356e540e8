package dev.rolesanywhere.node.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kernel's figures about processes, in MB. Proportional: a page that n processes map counts 1/n for each. */
record Memory(double resident, double proportional) {
    private static final double KILOBYTES = 1024;

    static Memory of(List<Process> processes) throws IOException {
        long resident = 0;
        long proportional = 0;
        for (Process process : processes) {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup"))) {
                String[] words = line.split("\\s+");
                if (words[0].equals("Rss:")) {
                    resident += Long.parseLong(words[1]);
                } else if (words[0].equals("Pss:")) {
                    proportional += Long.parseLong(words[1]);
                }
            }
        }
        return new Memory(resident / KILOBYTES, proportional / KILOBYTES);
    }
}
