package dev.rolesanywhere.e2e.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The manifests of {@code examples/}, as users have them, and as a cluster without the internet can run them. */
final class Examples {
    private static final Path ROOT = Path.of("..");

    private Examples() {}

    /** Every manifest, by its path in the repository; chart values are none. */
    static List<String> all() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            return files.map(file -> ROOT.relativize(file).toString())
                    .filter(file -> file.endsWith(".yaml") && !file.endsWith("values.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes an example runnable: with an image and an AWS CLI from the node, and with the emulator instead of AWS.
     * Changes nothing else.
     */
    static String runnable(String file) {
        String text = text(file);
        String endpoint = text.contains("AWS_ENDPOINT_URL_STS")
                ? ""
                : "\n$1env: [{name: AWS_ENDPOINT_URL_STS, value: \"%s\"}]".formatted(Emulator.URL);
        return text.replaceAll(
                        "( +)image: public.ecr.aws/aws-cli/aws-cli:\\S+",
                        """
                        $1image: %s
                        $1imagePullPolicy: Never""".formatted(Installation.PYTHON_IMAGE) + endpoint)
                .replace("aws sts", "python3 /site/bin/aws sts");
    }
}
