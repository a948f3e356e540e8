package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An unmodified client of AWS that repeats one call, and ends at the first failure.
 *
 * @param image built by {@code make workloads}, if the machine has the client's toolchain
 * @param product its name in the emulator: name, version and called service
 * @param command empty for the image's own
 * @param args empty for none
 * @param seen the expected result of each kind of run
 */
record Client(
        String name, String image, Product product, List<String> command, List<String> args, Map<Way, Seen> seen) {
    static final String GO_IMAGE = image("go");
    private static final String GO_OTHER_IMAGE = image("go-other");
    private static final String STORAGE_IMAGE = image("storage");

    static final Client BOTO3 = sdk("boto3", Installation.PYTHON_IMAGE, "Boto3/");

    static final List<Client> ALL = List.of(
            sdk("java", Installation.JAVA_IMAGE, "aws-sdk-java/2"),
            BOTO3,
            cli("cli-v1", Installation.PYTHON_IMAGE, "aws-cli/1", "python3 /site/bin/aws"),
            cli("cli-v2", image("debian"), "aws-cli/2", "aws"),
            // A usual Go image with only the program has neither sh nor cat for credential_process. With them it
            // uses the file's credentials until their last moment and is sometimes refused (docs/clients.md), so
            // this test covers only the endpoint.
            sdk("go", GO_IMAGE, "aws-sdk-go-v2/").seen(Map.of(Way.ENDPOINT, Seen.RENEWS, Way.NODE_AGENT, Seen.RENEWS)),
            sdk("javascript", image("debian"), "aws-sdk-js/"),
            sdk("rust", image("rust"), "aws-sdk-rust/"),
            sdk("ruby", image("debian"), "aws-sdk-ruby3/").running("ruby", "/whoami.rb", "0"),
            // It reads AWS_CONFIG_FILE if AWS_SDK_LOAD_CONFIG is set, and uses the file's credentials until their
            // last moment.
            sdk("go-v1", GO_OTHER_IMAGE, "aws-sdk-go/1")
                    .running("/v1", "0")
                    .seen(Map.of(
                            Way.ENDPOINT, Seen.RENEWS,
                            Way.PROFILE, Seen.IS_DEFAULT_ROLE,
                            Way.NODE_AGENT, Seen.RENEWS)),
            sdk("java-v1", Installation.JAVA_IMAGE, "aws-sdk-java/1")
                    .running(
                            "/opt/java/bin/java",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx96m",
                            "-cp",
                            "/app/*",
                            "dev.rolesanywhere.e2e.workload.WhoAmIV1",
                            "0")
                    .endpointOnly(),
            // Only the account's own endpoint: without an account in the credentials, the client makes no call.
            sdk("dynamodb", Installation.PYTHON_IMAGE, "Boto3/")
                    .running("python3", "/dynamodb.py")
                    .calling("dynamodb"),
            storage("pyarrow", "aws-sdk-cpp/"),
            storage("s3fs", "aiobotocore/"),
            storage("minio-py", "minio-py/").endpointOnly(),
            storage("obstore", "obstore/").endpointOnly(),
            storage("polars", "polars/").endpointOnly(),
            storage("opendal", "-").endpointOnly(),
            // Each of its credential sources supports one kind of delivery.
            sdk("minio-go", GO_OTHER_IMAGE, "minio-go/")
                    .running("/minio", "0", "iam")
                    .calling("s3")
                    .seen(Map.of(Way.ENDPOINT, Seen.RENEWS, Way.NODE_AGENT, Seen.RENEWS)),
            sdk("minio-go-file", GO_OTHER_IMAGE, "minio-go/")
                    .running("/minio", "0", "file")
                    .calling("s3")
                    .seen(Map.of(Way.FILES, Seen.RENEWS, Way.PROFILE, Seen.RENEWS)));

    /**
     * A caller in the emulator's records.
     *
     * @param userAgent the beginning of the client's name and version
     */
    record Product(String userAgent, String service) {
        boolean is(String caller) {
            return caller.startsWith(userAgent) && caller.endsWith(" " + service);
        }
    }

    private static Client sdk(String name, String image, String userAgent) {
        Map<Way, Seen> always = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            always.put(way, Seen.RENEWS);
        }
        return new Client(name, image, new Product(userAgent, "sts"), List.of(), List.of("0"), always);
    }

    /** The CLI is a new process each time. */
    private static Client cli(String name, String image, String userAgent, String aws) {
        String loop = "while " + aws + " sts get-caller-identity --query Arn --output text; do sleep 10; done; exit 1";
        return sdk(name, image, userAgent).running("sh", "-c", loop);
    }

    private static Client storage(String name, String userAgent) {
        return new Client(
                name,
                STORAGE_IMAGE,
                new Product(userAgent, "s3"),
                List.of(),
                List.of(name, "0"),
                sdk(name, "", "").seen);
    }

    private Client running(String... other) {
        return new Client(name, image, product, List.of(other), List.of(), seen);
    }

    private Client calling(String service) {
        return new Client(name, image, new Product(product.userAgent(), service), command, args, seen);
    }

    private Client seen(Map<Way, Seen> other) {
        return new Client(name, image, product, command, args, other);
    }

    /** It knows neither credential_process nor the files' variables, and so no AWS_PROFILE. */
    private Client endpointOnly() {
        return seen(Map.of(
                Way.ENDPOINT, Seen.RENEWS,
                Way.FILES, Seen.FINDS_NONE,
                Way.PROFILE, Seen.IS_DEFAULT_ROLE,
                Way.NODE_AGENT, Seen.RENEWS));
    }

    private static String image(String name) {
        return "roles-anywhere-e2e-" + name + ":local";
    }

    boolean built() {
        return Images.exist(image);
    }

    /** Calls every three seconds, because seventy clients share the machine; the CLI, which needs more CPU, every ten seconds. */
    ContainerBuilder loop() {
        ContainerBuilder loop = container(name, image, args.toArray(String[]::new));
        return (command.isEmpty() ? loop : loop.withCommand(command))
                .addNewEnv()
                .withName("SECONDS_BETWEEN_CALLS")
                .withValue("3")
                .endEnv()
                .addNewEnv()
                .withName("AWS_ENDPOINT_URL_S3")
                .withValue(Emulator.URL)
                .endEnv()
                // Rust's object_store, which polars has too, reads it so.
                .addNewEnv()
                .withName("AWS_ALLOW_HTTP")
                .withValue("true")
                .endEnv();
    }

    @Override
    public String toString() {
        return name;
    }
}
