package dev.rolesanywhere.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes of the demo, started from the build and ended together. */
final class Processes implements AutoCloseable {
    private final Path repository;
    private final Path directory;
    private final List<Part> parts = new ArrayList<>();

    /** @param directory for their output and their files */
    Processes(Path repository, Path directory) {
        this.repository = repository;
        this.directory = directory;
    }

    Part start(String name, Map<String, String> environment, List<String> arguments) throws IOException {
        Part part = Part.start(name, directory, environment, arguments);
        parts.add(part);
        return part;
    }

    List<String> mainClass(String jars, String libraries, String main) {
        return List.of("-cp", built(jars) + "/*:" + built(libraries) + "/*", main);
    }

    /** A file of the repository. */
    String built(String name) {
        return repository.resolve(name).toString();
    }

    /** A temporary file of the demo. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** @return null as long as it does not answer 200 */
    static @Nullable Integer answers(String url) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 200 ? status : null;
        } catch (IOException e) {
            return null; // not yet
        }
    }

    @Override
    public void close() {
        parts.reversed().forEach(Part::close);
    }
}
