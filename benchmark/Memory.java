import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's figures about a process, in kB. Proportional: a page that n processes map counts 1/n for each. */
record Memory(long resident, long proportional, long anonymous) {
    static Memory of(Process process) throws IOException {
        long resident = 0;
        long proportional = 0;
        long anonymous = 0;
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup"))) {
            String[] words = line.split("\\s+");
            switch (words[0]) {
                case "Rss:" -> resident = Long.parseLong(words[1]);
                case "Pss:" -> proportional = Long.parseLong(words[1]);
                case "Anonymous:" -> anonymous = Long.parseLong(words[1]);
                default -> {}
            }
        }
        return new Memory(resident, proportional, anonymous);
    }
}
