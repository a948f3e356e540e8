package dev.rolesanywhere.node.benchmark;

import java.io.IOException;
import java.util.List;

/** Waits for processes, and ends them. */
final class Started {
    private Started() {}

    interface Look {
        boolean isReady() throws IOException;
    }

    static void await(Process process, Look look) throws IOException, InterruptedException {
        while (process.isAlive()) {
            try {
                if (look.isReady()) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            Thread.sleep(2);
        }
        throw new IOException(process.info().command().orElse("the process") + " ended with " + process.exitValue());
    }

    static void end(List<Process> processes) throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
