import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

static final ObjectMapper JSON = new ObjectMapper();
static final String IMAGE_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
static final String IMAGE_INDEX = "application/vnd.oci.image.index.v1+json";

/**
 * Oci image PLATFORM NAME OUTPUT: writes an image of the engine as an OCI archive, which `docker load` reads too. Sets
 * the platform in the image's configuration, because an engine without BuildKit writes its own platform there.
 *
 * <p>Oci index NAME OUTPUT ARCHIVE...: combines such archives into one OCI archive for several platforms, and prints
 * the digest of the index.
 *
 * <p>The same input gives the same bytes. Needs Jackson and Commons Compress on the class path.
 */
void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("oci");
    try {
        switch (args[0]) {
            case "image" -> image(args[1], args[2], Path.of(args[3]), work);
            case "index" -> IO.println(index(args[1], Path.of(args[2]), List.of(args).subList(3, args.length), work));
            default -> throw new IllegalArgumentException("image or index, not " + args[0]);
        }
    } finally {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

static void image(String platform, String name, Path output, Path work) throws Exception {
    Path saved = Files.createDirectory(work.resolve("saved"));
    Process save = new ProcessBuilder("docker", "save", name).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream in = save.getInputStream()) {
        unpack(in, saved);
    }
    if (save.waitFor() != 0) {
        throw new IllegalStateException("docker save " + name + " failed");
    }
    Path layout = layout(work);
    JsonNode image = JSON.readTree(saved.resolve("manifest.json").toFile()).path(0);
    var configuration = (ObjectNode) JSON.readTree(saved.resolve(image.path("Config").asText()).toFile());
    String[] words = platform.split("/");
    configuration.put("os", words[0]).put("architecture", words[1]).remove("variant");
    // The host and container of the old builder.
    configuration.remove(List.of("container", "container_config", "docker_version"));
    ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", IMAGE_MANIFEST);
    manifest.set("config", blob(layout, "application/vnd.oci.image.config.v1+json", JSON.writeValueAsBytes(configuration)));
    ArrayNode layers = manifest.putArray("layers");
    var paths = JSON.createArrayNode();
    for (JsonNode layer : image.path("Layers")) {
        ObjectNode descriptor = layer(layout, saved.resolve(layer.asText()));
        layers.add(descriptor);
        paths.add(path(descriptor));
    }
    ObjectNode described = blob(layout, IMAGE_MANIFEST, JSON.writeValueAsBytes(manifest));
    described.putObject("platform").put("architecture", words[1]).put("os", words[0]);
    index(layout, described, name);
    // The file that docker load reads.
    ObjectNode legacy = JSON.createObjectNode().put("Config", path(manifest.path("config")));
    legacy.putArray("RepoTags").add(name);
    legacy.set("Layers", paths);
    JSON.writeValue(layout.resolve("manifest.json").toFile(), JSON.createArrayNode().add(legacy));
    pack(layout, output);
}

/** The digest of the index of all platforms. */
static String index(String name, Path output, List<String> archives, Path work) throws Exception {
    Path layout = layout(work);
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", IMAGE_INDEX);
    ArrayNode manifests = index.putArray("manifests");
    var platforms = new TreeMap<String, JsonNode>();
    for (String archive : archives) {
        try (InputStream in = Files.newInputStream(Path.of(archive))) {
            unpack(in, layout);
        }
        var descriptor = (ObjectNode) JSON.readTree(layout.resolve("index.json").toFile()).path("manifests").path(0);
        descriptor.remove("annotations");
        if (platforms.put(descriptor.path("platform").path("architecture").asText(), descriptor) != null) {
            throw new IllegalArgumentException("two of " + archives + " are for the same platform");
        }
    }
    platforms.values().forEach(manifests::add);
    Files.delete(layout.resolve("manifest.json"));
    ObjectNode described = blob(layout, IMAGE_INDEX, JSON.writeValueAsBytes(index));
    index(layout, described, name);
    pack(layout, output);
    return described.path("digest").asText();
}

static Path layout(Path work) throws IOException {
    Path layout = Files.createDirectories(work.resolve("layout/blobs/sha256")).getParent().getParent();
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return layout;
}

static void index(Path layout, ObjectNode described, String name) throws IOException {
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", IMAGE_INDEX);
    // ctr, kind and k3d take the name of an imported image from the second annotation.
    described
            .putObject("annotations")
            .put("org.opencontainers.image.ref.name", name.substring(name.lastIndexOf(':') + 1))
            .put("io.containerd.image.name", "docker.io/library/" + name);
    index.putArray("manifests").add(described);
    JSON.writeValue(layout.resolve("index.json").toFile(), index);
}

static String path(JsonNode descriptor) {
    return "blobs/sha256/" + descriptor.path("digest").asText().substring("sha256:".length());
}

static ObjectNode blob(Path layout, String mediaType, byte[] content) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    ObjectNode descriptor = descriptor(mediaType, digest, content.length);
    Files.write(layout.resolve(path(descriptor)), content);
    return descriptor;
}

static ObjectNode descriptor(String mediaType, byte[] digest, long size) {
    return JSON.createObjectNode().put("mediaType", mediaType).put("digest", "sha256:" + HexFormat.of().formatHex(digest)).put("size", size);
}

/** Compresses the layer unless the engine has compressed it. */
static ObjectNode layer(Path layout, Path saved) throws Exception {
    Path compressed = layout.resolve("layer");
    var sha256 = MessageDigest.getInstance("SHA-256");
    try (var in = new BufferedInputStream(Files.newInputStream(saved));
            OutputStream file = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(compressed)), sha256)) {
        in.mark(2);
        boolean done = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        try (OutputStream out = done ? file : new GZIPOutputStream(file, 1 << 16)) {
            in.transferTo(out);
        }
    }
    ObjectNode descriptor = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", sha256.digest(), Files.size(compressed));
    Files.move(compressed, layout.resolve(path(descriptor)), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return descriptor;
}

static void unpack(InputStream in, Path folder) throws IOException {
    var tar = new TarArchiveInputStream(new BufferedInputStream(in));
    var links = new TreeMap<Path, Path>();
    for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException(entry.getName() + " leads out of the archive");
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            links.put(path, path.resolveSibling(entry.getLinkName()).normalize());
        } else if (!entry.isDirectory()) {
            Files.copy(tar, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
    // An old engine writes a link for a layer that occurs twice.
    for (var link : links.entrySet()) {
        if (link.getValue().startsWith(folder)) {
            Files.copy(link.getValue(), link.getKey(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
    tar.transferTo(OutputStream.nullOutputStream());
}

static void pack(Path folder, Path output) throws IOException {
    Optional.ofNullable(output.toAbsolutePath().getParent()).ifPresent(parent -> parent.toFile().mkdirs());
    try (Stream<Path> files = Files.walk(folder);
            var tar = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(output)))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            var entry = new TarArchiveEntry(folder.relativize(file).toString().replace('\\', '/'));
            entry.setSize(Files.size(file));
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            Files.copy(file, tar);
            tar.closeArchiveEntry();
        }
    }
}
