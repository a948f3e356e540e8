import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;

static final ObjectMapper JSON = new ObjectMapper();
static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
static final Path DIST = Path.of("dist");
static final String CHART = "roles-anywhere-operator";
static final String NAMESPACE = "roles-anywhere";
/** A line of images.txt: the registry, name, version and digest of an image. */
static final Pattern IMAGE = Pattern.compile("((?:.*/)?)(roles-anywhere-([a-z]+)):([^@]+)@(sha256:[0-9a-f]{64})");
/**
 * The images that the chart installs with its default values. The node agent is installed only if a value enables it.
 */
static final List<String> INSTALLED = List.of("operator", "webhook", "sidecar");
/** The parts, by the names of their values in the chart. */
static final Map<String, String> VALUES = Map.of("operator", "operator", "webhook", "webhook", "sidecar", "sidecar", "agent", "nodeAgent");

record Image(String registry, String name, String part, String version, String digest) {
    String reference() {
        return registry + name + "@" + digest;
    }
}

/**
 * Release write VERSION REGISTRY: adds chart, install.yaml, CRDs, notes and checksums to dist/, which already contains
 * the images, their list and the SBOMs.
 *
 * <p>Release check: checks that the files in dist/ are consistent. Release push ADDRESS: pushes the chart, without TLS
 * if another argument follows.
 */
void main(String[] args) throws Exception {
    switch (args[0]) {
        case "write" -> write(args[1], args[2]);
        case "check" -> System.exit(check() ? 0 : 1);
        case "push" -> push(args[1], !args[2].isEmpty());
        default -> throw new IllegalArgumentException("Use write, check or push instead of " + args[0]);
    }
}

static void write(String version, String registry) throws Exception {
    List<Image> images = images();
    Path chart = DIST.resolve(CHART + "-" + version + ".tgz");
    pack(chart(version, registry, images), chart);
    Files.writeString(DIST.resolve("install.yaml"), install(chart, version));
    try (Stream<Path> crds = Files.list(Path.of("helm", CHART, "files/crds"))) {
        var all = new StringBuilder();
        for (Path crd : crds.sorted().toList()) {
            all.append("---\n").append(Files.readString(crd).replaceFirst("^---\n", ""));
        }
        Files.writeString(DIST.resolve("crds.yaml"), all);
    }
    Files.writeString(DIST.resolve("release-notes.md"), notes(version, images));
    var sums = new StringBuilder();
    for (Path file : files()) {
        sums.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    Files.writeString(DIST.resolve("SHA256SUMS"), sums);
}

static List<Image> images() throws IOException {
    return Files.readAllLines(DIST.resolve("images.txt")).stream()
            .map(line -> {
                Matcher found = IMAGE.matcher(line);
                if (!found.matches()) {
                    throw new IllegalStateException("images.txt has a line without a digest: " + line);
                }
                return new Image(found.group(1), found.group(2), found.group(3), found.group(4), found.group(5));
            })
            .toList();
}

/** The files of the chart by path, for this version, with the registry and the digests as default values. */
static Map<String, byte[]> chart(String version, String registry, List<Image> images) throws IOException {
    var files = new TreeMap<String, byte[]>();
    Path source = Path.of("helm", CHART);
    try (Stream<Path> found = Files.walk(source)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
            files.put(source.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
    }
    files.put("LICENSE", Files.readAllBytes(Path.of("LICENSE")));
    String about = Files.readString(source.resolve("Chart.yaml"));
    String old = YAML.readTree(about).path("version").asText();
    about = about.replace("\nversion: " + old, "\nversion: " + version).replace("\nappVersion: " + old, "\nappVersion: " + version);
    for (Image image : images) {
        about = about.replace("image: " + image.name() + ":" + old, "image: " + image.registry() + image.name() + ":" + version);
    }
    files.put("Chart.yaml", about.getBytes());
    List<String> values = new ArrayList<>(Files.readAllLines(source.resolve("values.yaml")));
    if (!registry.isEmpty()) {
        set(values, "image.registry", registry);
    }
    for (Image image : images) {
        if (VALUES.containsKey(image.part())) {
            set(values, VALUES.get(image.part()) + ".image.digest", image.digest());
        }
    }
    files.put("values.yaml", (String.join("\n", values) + "\n").getBytes());
    return files;
}

/** Replaces an empty text in values.yaml with the value. */
static void set(List<String> values, String path, String value) {
    var at = new ArrayList<String>();
    for (int line = 0; line < values.size(); line++) {
        Matcher key = Pattern.compile("( *)([A-Za-z0-9]+):.*").matcher(values.get(line));
        if (key.matches()) {
            at.subList(Math.min(key.group(1).length() / 2, at.size()), at.size()).clear();
            at.add(key.group(2));
            if (String.join(".", at).equals(path)) {
                values.set(line, values.get(line).replaceFirst(": \"\"$", ": \"" + value + "\""));
                return;
            }
        }
    }
    throw new IllegalStateException("values.yaml has no " + path);
}

static void pack(Map<String, byte[]> files, Path output) throws IOException {
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(output))))) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (var file : files.entrySet()) {
            var entry = new TarArchiveEntry(CHART + "/" + file.getKey());
            entry.setSize(file.getValue().length);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(file.getValue());
            tar.closeArchiveEntry();
        }
    }
}

/** The packed chart with its default values, in the namespace that the docs use, without the chart's tests. */
static String install(Path chart, String version) throws IOException {
    String rendered = template(chart).call();
    var objects = new StringBuilder("""
            # Version %s: the chart %s-%s.tgz as Helm renders it with its default values.
            #   kubectl apply --server-side -f install.yaml
            # The node agent is not in this file, because the chart's default values do not enable it.
            # Other values: install the chart, or render it yourself with helm template.
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels:
                pod-security.kubernetes.io/enforce: restricted
            """.formatted(version, CHART, version, NAMESPACE));
    for (String document : rendered.split("(?m)^---$")) {
        JsonNode object = YAML.readTree(document);
        if (object.has("kind") && !object.path("metadata").path("annotations").has("helm.sh/hook")) {
            objects.append("---").append(document);
        }
    }
    return objects.toString();
}

static TemplateCommand template(Path chart) {
    return Helm.template(chart.toAbsolutePath().toString()).withName(CHART).withNamespace(NAMESPACE).withKubeVersion("1.30.0");
}

/** The version's section of the changelog, or the section Unreleased. */
static String notes(String version, List<Image> images) throws IOException {
    String changelog = "\n" + Files.readString(Path.of("CHANGELOG.md"));
    int begin = changelog.indexOf("\n## [" + version + "]");
    if (begin < 0) {
        System.err.println("CHANGELOG.md has no section [" + version + "]: the notes are those of [Unreleased]. Rename it before you publish.");
        begin = changelog.indexOf("\n## [Unreleased]");
    }
    int end = changelog.indexOf("\n## [", begin + 1);
    String section = changelog.substring(begin, end < 0 ? changelog.length() : end).strip();
    // Removes links to other files, which are not published with the notes.
    String body = section.substring(section.indexOf('\n') + 1).strip().replaceAll("\\[([^\\]]+)\\]\\((?!https?:)[^)]*\\)", "$1");
    return "# %s%n%n%s%n%n## Images%n%n%s%n".formatted(
            version,
            body,
            images.stream().map(image -> "- `" + image.reference() + "` (linux/amd64, linux/arm64)").collect(Collectors.joining("\n")));
}

static void push(String address, boolean plain) throws IOException {
    var push = Helm.push()
            .withChart(DIST.resolve(CHART + "-" + images().getFirst().version() + ".tgz").toAbsolutePath())
            .withRemote(URI.create(address));
    IO.println((plain ? push.plainHttp() : push).call());
}

static boolean check() throws Exception {
    var problems = new ArrayList<String>();
    List<Image> images = images();
    checkSums(problems);
    for (Image image : images) {
        checkImage(image, problems);
    }
    String version = images.getFirst().version();
    Path chart = DIST.resolve(CHART + "-" + version + ".tgz");
    checkChart(chart, version, images, problems);
    try (Stream<Path> sboms = Files.list(DIST)) {
        List<Path> all = sboms.filter(file -> file.toString().endsWith(".cdx.json")).sorted().toList();
        if (all.size() != 2 * images.size()) {
            problems.add("there are " + all.size() + " SBOMs of " + images.size() + " images on two platforms");
        }
        for (Path sbom : all) {
            new JsonParser().validate(sbom.toFile(), Version.VERSION_16).forEach(wrong -> problems.add(sbom + ": " + wrong.getMessage()));
        }
        IO.println(all.size() + " SBOMs satisfy the schema of CycloneDX 1.6, unless named below");
    }
    problems.forEach(problem -> System.err.println("dist: " + problem));
    if (problems.isEmpty()) {
        IO.println("dist/ is consistent: checksums, two platforms of each image, digests in chart and install.yaml, SBOMs");
    }
    return problems.isEmpty();
}

static void checkSums(List<String> problems) throws Exception {
    var listed = new TreeMap<String, String>();
    for (String line : Files.readAllLines(DIST.resolve("SHA256SUMS"))) {
        String[] words = line.split("  ", 2);
        listed.put(words[1], words[0]);
    }
    for (Path file : files()) {
        String sum = listed.remove(file.getFileName().toString());
        if (!sha256(file).equals(sum)) {
            problems.add(file.getFileName() + (sum == null ? " is not in SHA256SUMS" : " does not match SHA256SUMS"));
        }
    }
    listed.keySet().forEach(name -> problems.add(name + " is in SHA256SUMS only"));
}

/**
 * Checks that the name of each blob is its digest, and that the index has both platforms, each with programs for its
 * own processor.
 */
static void checkImage(Image image, List<String> problems) throws Exception {
    Path archive = DIST.resolve(image.name() + "-" + image.version() + ".oci.tar");
    var small = new LinkedHashMap<String, byte[]>();
    var layers = new LinkedHashMap<String, TreeSet<String>>();
    try (var tar = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
            byte[] content = tar.readAllBytes();
            String name = entry.getName();
            if (name.startsWith("blobs/sha256/")) {
                String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
                if (!name.endsWith("/" + digest)) {
                    problems.add(archive + ": " + name + " has the digest " + digest);
                }
                if (content.length > 1 && content[0] == 0x1f && (content[1] & 0xff) == 0x8b) {
                    layers.put("sha256:" + digest, processors(content));
                    continue;
                }
            }
            small.put(name, content);
        }
    }
    String digest = JSON.readTree(small.get("index.json")).path("manifests").path(0).path("digest").asText();
    if (!digest.equals(image.digest())) {
        problems.add(archive + " has the digest " + digest + ", images.txt says " + image.digest());
    }
    var platforms = new ArrayList<String>();
    for (JsonNode manifest : blob(small, digest).path("manifests")) {
        String architecture = manifest.path("platform").path("architecture").asText();
        JsonNode content = blob(small, manifest.path("digest").asText());
        JsonNode configuration = blob(small, content.path("config").path("digest").asText());
        var found = new TreeSet<String>();
        for (JsonNode layer : content.path("layers")) {
            found.addAll(layers.getOrDefault(layer.path("digest").asText(), new TreeSet<>(List.of("a missing layer"))));
        }
        if (!found.equals(new TreeSet<>(List.of(architecture))) || !configuration.path("architecture").asText().equals(architecture)) {
            problems.add(archive + ": the image for " + architecture + " holds programs for " + found);
        }
        platforms.add(manifest.path("platform").path("os").asText() + "/" + architecture);
    }
    if (!platforms.equals(List.of("linux/amd64", "linux/arm64"))) {
        problems.add(archive + " is for " + platforms);
    }
    IO.println("%s: %s %s".formatted(archive.getFileName(), digest, platforms));
}

static JsonNode blob(Map<String, byte[]> files, String digest) throws IOException {
    byte[] content = files.get("blobs/" + digest.replace(':', '/'));
    if (content == null) {
        throw new IOException("blob " + digest + " is missing");
    }
    return JSON.readTree(content);
}

/** The processors of the ELF files in a layer. */
static TreeSet<String> processors(byte[] layer) throws IOException {
    var found = new TreeSet<String>();
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(new java.io.ByteArrayInputStream(layer)))) {
        while (tar.getNextEntry() != null) {
            byte[] head = tar.readNBytes(20);
            if (head.length == 20 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F') {
                found.add(switch (head[18] & 0xff) {
                    case 62 -> "amd64";
                    case 183 -> "arm64";
                    default -> "processor " + (head[18] & 0xff);
                });
            }
        }
    }
    return found;
}

static void checkChart(Path chart, String version, List<Image> images, List<String> problems) throws IOException {
    String install = Files.readString(DIST.resolve("install.yaml"));
    if (!install.equals(install(chart, version))) {
        problems.add("install.yaml is not what " + chart + " renders");
    }
    checkReferences("install.yaml", install, INSTALLED, images, problems);
    String withAgents = template(chart).set("nodeAgent.enabled", true).call();
    checkReferences(chart.getFileName() + " with nodeAgent.enabled", withAgents, VALUES.keySet(), images, problems);
    IO.println("%s: %d images by digest, install.yaml: %d".formatted(chart.getFileName(), VALUES.size(), INSTALLED.size()));
}

/** Whether manifests use the images of these parts by the digests of the archives, and no other image of ours. */
static void checkReferences(String name, String manifests, Collection<String> parts, List<Image> images, List<String> problems) {
    var wanted = images.stream().filter(image -> parts.contains(image.part())).map(Image::reference).collect(Collectors.toCollection(TreeSet::new));
    String all = images.stream().map(Image::part).collect(Collectors.joining("|"));
    var used = new TreeSet<String>();
    Matcher reference = Pattern.compile("[^\\s\"'=]*roles-anywhere-(?:" + all + ")(?:@sha256:[0-9a-f]{64}|:[0-9][^\\s\"']*)").matcher(manifests);
    while (reference.find()) {
        used.add(reference.group());
    }
    if (!used.equals(wanted)) {
        problems.add(name + " uses the images " + used + ", the archives are " + wanted);
    }
}

/** All files except the checksums. */
static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(DIST)) {
        return files.filter(file -> !file.endsWith("SHA256SUMS")).sorted().toList();
    }
}

static String sha256(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = in.read(buffer)) > 0; ) {
            digest.update(buffer, 0, read);
        }
    }
    return HexFormat.of().formatHex(digest.digest());
}
