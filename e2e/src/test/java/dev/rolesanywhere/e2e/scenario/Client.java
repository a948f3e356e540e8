package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An unmodified client of AWS that asks who it is, again and again, and ends at the first failure.
 *
 * @param image as {@code make workloads} builds it, where the machine has the client's toolchain
 * @param product how its User-Agent begins
 * @param command empty for the image's own
 */
record Client(String name, String image, String product, List<String> command, Set<Way> ways) {
    static final String GO_IMAGE = image("go");

    static final List<Client> ALL = List.of(
            sdk("java", Installation.JAVA_IMAGE, "aws-sdk-java/2"),
            sdk("boto3", Installation.PYTHON_IMAGE, "Boto3/"),
            cli("cli-v1", Installation.PYTHON_IMAGE, "aws-cli/1", "python3 /site/bin/aws"),
            cli("cli-v2", image("debian"), "aws-cli/2", "aws"),
            // As people ship Go: an image with nothing but the program, so neither sh nor cat for credential_process.
            // With them it takes the
            // file's credentials to their last moment and is refused now and then (docs/clients.md), so only the
            // endpoint is held here.
            new Client("go", GO_IMAGE, "aws-sdk-go-v2/", List.of(), EnumSet.of(Way.ENDPOINT)),
            sdk("javascript", image("debian"), "aws-sdk-js/"),
            sdk("rust", image("rust"), "aws-sdk-rust/"),
            sdk("ruby", image("debian"), "aws-sdk-ruby3/", "ruby", "/whoami.rb", "0"));

    private static Client sdk(String name, String image, String product, String... command) {
        return new Client(name, image, product, List.of(command), EnumSet.allOf(Way.class));
    }

    /** The CLI is a new process each time. */
    private static Client cli(String name, String image, String product, String aws) {
        String loop = "while " + aws + " sts get-caller-identity --query Arn --output text; do sleep 10; done; exit 1";
        return sdk(name, image, product, "sh", "-c", loop);
    }

    private static String image(String name) {
        return "roles-anywhere-e2e-" + name + ":local";
    }

    boolean built() {
        return Images.exist(image);
    }

    /** Asks every second; the CLI, which costs more, every ten. */
    ContainerBuilder loop() {
        return command.isEmpty()
                ? container(name, image, "0")
                : container(name, image).withCommand(command);
    }

    @Override
    public String toString() {
        return name;
    }
}
