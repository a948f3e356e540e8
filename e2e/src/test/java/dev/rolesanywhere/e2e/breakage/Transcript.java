package dev.rolesanywhere.e2e.breakage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The outputs of one case, in a file. */
record Transcript(Breakage breakage, String get, String describedPod, String describedBinding, String status) {
    private static final Path FOLDER = Path.of("target", "breakages");

    static Transcript of(Breakage breakage) {
        Place place = breakage.place();
        String in = " -n " + place.namespace();
        return new Transcript(
                breakage,
                Kubectl.run("get pods,awsrb" + in),
                Kubectl.run("describe pod " + Place.POD + in),
                Kubectl.run("describe awsrb" + in),
                Kubectl.rolesanywhere("status", "pod/" + Place.POD, "-n", place.namespace()));
    }

    /** The last line, which says what to do. */
    String next() {
        return status.lines().reduce((first, second) -> second).orElse("");
    }

    /** @param check the whole output of check */
    void write(String check) {
        String ours = check.lines()
                .filter(line ->
                        line.startsWith("✗") && line.contains(breakage.place().name()))
                .collect(Collectors.joining("\n"));
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    FOLDER.resolve(breakage.place().name() + ".txt"),
                    "# %s%n%n$ kubectl get pods,awsrb%n%s%n$ kubectl describe pod app%n%s%n$ kubectl describe awsrb%n%s%n$ kubectl rolesanywhere check (its lines about this case)%n%s%n%n$ kubectl rolesanywhere status pod/app%n%s"
                            .formatted(breakage.words, get, describedPod, describedBinding, ours, status));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
