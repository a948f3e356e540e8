import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
static final String DEBIAN = "pkg:deb/debian/";
static final String CLASSPATH_EXCEPTION = "GPL-2.0-only WITH Classpath-exception-2.0";

/**
 * The accepted licenses (SPDX). A component with another license stops the build until a maintainer accepts that
 * license here.
 */
static final Set<String> ACCEPTED = Set.of(
        "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0", CLASSPATH_EXCEPTION, "LGPL-2.1-or-later", "MIT", "MIT-0");

/**
 * Licenses of the files that images/rootfs may copy. All except the first are only needed if the Java runtime is
 * Debian's.
 */
static final Map<String, String> BASE_LICENSES = Map.of(
        "libc6", "LGPL-2.1-or-later",
        "zlib1g", "Zlib",
        "libstdc++6", "GPL-3.0-or-later WITH GCC-exception-3.1",
        "libgcc-s1", "GPL-3.0-or-later WITH GCC-exception-3.1");

/** License names in POMs that CycloneDX's plugin cannot map to an SPDX ID. */
static final Map<Pattern, String> SPELLINGS = spellings();

/** A component's row on the page. */
record Row(String group, String name, String version, boolean ofBaseImage) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
        return toString().compareTo(other.toString());
    }
}

/**
 * Sbom OUTPUT PART...: writes OUTPUT/PART.cdx.json (CycloneDX 1.6) for each image, and docs/licenses.md from all of
 * them. With --check before OUTPUT, the page is compared and not written. With --images=FOLDER, the page stays
 * unchanged, and the images are those with a build context in FOLDER.
 *
 * <p>CycloneDX's Maven plugin writes the module's dependencies, with licenses and graph, to PART/target/bom.json. The
 * build context build/images/PART (or FOLDER/PART) shows the content of the image. A jar that the plugin does not list
 * stops the build, and a dependency that is not in the image is omitted. The Java runtime and the files of the base
 * image are added. Needs Jackson on the class path.
 */
void main(String[] args) throws Exception {
    boolean check = args[0].equals("--check");
    boolean others = args[0].startsWith("--images=");
    Path contexts = Path.of(others ? args[0].substring("--images=".length()) : "build/images");
    int options = check || others ? 1 : 0;
    Path output = Path.of(args[options]);
    Files.createDirectories(output);
    var problems = new TreeSet<String>();
    var byLicense = new TreeMap<String, TreeMap<Row, TreeSet<String>>>();
    for (String part : List.of(args).subList(options + 1, args.length)) {
        ObjectNode bom = bom(part, contexts.resolve(part), problems);
        JSON.writeValue(output.resolve(part + ".cdx.json").toFile(), bom);
        int components = 0;
        for (JsonNode component : bom.path("components")) {
            if (!component.path("type").asText().equals("file")) {
                components++;
                row(component).ifPresent(row -> byLicense
                        .computeIfAbsent(license(component), l -> new TreeMap<>())
                        .computeIfAbsent(row, r -> new TreeSet<>())
                        .add(part));
            }
        }
        IO.println("%s: %d components, %d files of the base image"
                .formatted(output.resolve(part + ".cdx.json"), components, bom.path("components").size() - components));
    }
    problems.forEach(System.err::println);
    String page = page(byLicense);
    Path licenses = Path.of("docs/licenses.md");
    if (!check && !others) {
        Files.writeString(licenses, page);
    } else if (check && !Files.readString(licenses).equals(page)) {
        System.err.println("docs/licenses.md does not match the images: run 'make sbom' and review the difference.");
        System.exit(1);
    }
    System.exit(problems.isEmpty() ? 0 : 1);
}

static ObjectNode bom(String part, Path context, Set<String> problems) throws Exception {
    // The module of the agent is named after what the agent serves.
    Path written = Path.of(part.equals("agent") ? "node" : part, "target", "bom.json");
    if (!Files.exists(written)) {
        throw new IllegalStateException(written + " is missing: run 'make build', which writes it");
    }
    var bom = (ObjectNode) JSON.readTree(written.toFile());
    if (part.equals("operator")) {
        // helm test runs the kubectl plugin from the operator's image.
        addTo(bom, JSON.readTree(Path.of("plugin", "target", "bom.json").toFile()));
    }
    Map<String, Path> jars = jars(context.resolve("app"));
    ArrayNode components = JSON.createArrayNode();
    var left = new HashSet<String>();
    var application = (ObjectNode) bom.path("metadata").path("component");
    var candidates = new ArrayList<JsonNode>(List.of(application));
    bom.path("components").forEach(candidates::add);
    for (JsonNode candidate : candidates) {
        var component = (ObjectNode) candidate;
        Optional<Path> jar = names(component).stream().map(jars::remove).filter(found -> found != null).findFirst();
        if (jar.isPresent()) {
            setHash(component, jar.get());
            setLicense(component, problems);
            components.add(component);
        } else {
            left.add(component.path("bom-ref").asText());
        }
    }
    jars.values().forEach(jar -> problems.add(jar + " is in the image, but is not a dependency in " + written));
    List<ObjectNode> base = basePackages(context.resolve("base"));
    ObjectNode runtime = runtime(context);
    base.forEach(components::add);
    components.add(runtime);
    baseFiles(context.resolve("base")).forEach(components::add);
    bom.set("components", components);
    bom.set("dependencies", dependencies(bom.path("dependencies"), left, part, application, runtime, base));
    ((ObjectNode) bom.path("metadata"))
            .set("component", JSON.createObjectNode().put("type", "container").put("bom-ref", image(part)).put("name", image(part)));
    return bom;
}

/** Adds a program and what it depends on: components and edges that the image does not have yet. The image's own application depends on it. */
static void addTo(ObjectNode bom, JsonNode program) {
    var known = new HashSet<String>();
    bom.path("components").forEach(component -> known.add(component.path("bom-ref").asText()));
    var more = new ArrayList<JsonNode>(List.of(program.path("metadata").path("component")));
    program.path("components").forEach(more::add);
    more.stream()
            .filter(component -> known.add(component.path("bom-ref").asText()))
            .forEach(((ArrayNode) bom.path("components"))::add);
    var edges = new HashSet<String>();
    bom.path("dependencies").forEach(edge -> edges.add(edge.path("ref").asText()));
    program.path("dependencies").forEach(edge -> {
        if (edges.add(edge.path("ref").asText())) {
            ((ArrayNode) bom.path("dependencies")).add(edge);
        }
    });
    String application = bom.path("metadata").path("component").path("bom-ref").asText();
    bom.path("dependencies").forEach(edge -> {
        if (edge.path("ref").asText().equals(application)) {
            ((ArrayNode) edge.path("dependsOn")).add(program.path("metadata").path("component").path("bom-ref").asText());
        }
    });
}

static String image(String part) {
    return "roles-anywhere-" + part;
}

/**
 * The jars by file name, without the jars that Quarkus generated during the build, which contain no third-party code.
 */
static Map<String, Path> jars(Path app) throws IOException {
    try (Stream<Path> files = Files.walk(app)) {
        var jars = new TreeMap<String, Path>();
        files.filter(file -> file.toString().endsWith(".jar"))
                .filter(file -> !file.getFileName().toString().matches("(generated|transformed)-bytecode\\.jar|quarkus-run\\.jar"))
                .forEach(file -> jars.put(file.getFileName().toString(), file));
        return jars;
    }
}

/** The names that the artifact's jar may have in an image: as in Maven's repository, as Quarkus writes it, and the short one of sidecar and agent. */
static List<String> names(JsonNode component) {
    String purl = component.path("purl").asText();
    String classifier = purl.contains("classifier=") ? "-" + purl.replaceFirst(".*classifier=", "").replaceFirst("&.*", "") : "";
    String group = component.path("group").asText();
    String name = component.path("name").asText();
    String file = name + "-" + component.path("version").asText() + classifier + ".jar";
    return group.equals("dev.rolesanywhere") ? List.of(group + "." + file, file, name.replace("rolesanywhere-", "") + ".jar") : List.of(group + "." + file, file);
}

static void setHash(ObjectNode component, Path file) throws Exception {
    component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256(file));
}

static String sha256(Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
}

/** One SPDX ID, or one expression. If a POM names several licenses, the user may choose. */
static void setLicense(ObjectNode component, Set<String> problems) {
    var found = new TreeSet<String>();
    for (JsonNode each : component.path("licenses")) {
        if (each.has("expression")) {
            found.addAll(Arrays.asList(each.path("expression").asText().replaceAll("[()]", "").split(" OR ")));
        } else {
            JsonNode license = each.path("license");
            found.add(license.has("id") ? spdx(license.path("id").asText()) : spdx(license.path("name").asText()));
        }
    }
    if (found.isEmpty()) {
        problems.add(component.path("purl").asText() + " names no license");
    }
    found.stream()
            .filter(license -> !ACCEPTED.contains(license))
            .forEach(license -> problems.add(component.path("purl").asText() + " has the license '" + license
                    + "', which is not accepted yet: review the license, and add its SPDX ID to ACCEPTED in scripts/Sbom.java"));
    setLicense(component, String.join(" OR ", found));
}

static ObjectNode setLicense(ObjectNode component, String spdx) {
    ObjectNode entry = component.putArray("licenses").addObject();
    if (spdx.contains(" ")) {
        entry.put("expression", spdx);
    } else {
        entry.putObject("license").put("id", spdx);
    }
    return component;
}

static String license(JsonNode component) {
    JsonNode first = component.path("licenses").path(0);
    return first.has("expression") ? first.path("expression").asText() : first.path("license").path("id").asText();
}

static String spdx(String name) {
    return SPELLINGS.entrySet().stream()
            .filter(entry -> entry.getKey().matcher(name.strip()).matches())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(name.strip());
}

static Map<Pattern, String> spellings() {
    var known = new LinkedHashMap<Pattern, String>();
    String[][] spellings = {
        {"Apache-2.0", "(The )?Apache (Software )?License,? ?(Version )?2\\.0|Apache 2(\\.0)?( License)?|ASL 2\\.0"},
        {"EPL-2.0", "EPL 2\\.0|Eclipse Public License.*2\\.0"},
        {"EPL-1.0", "EPL 1\\.0|Eclipse Public License.*1\\.0"},
        {CLASSPATH_EXCEPTION, "GPL2 w/ CPE|GPL-2\\.0-with-classpath-exception|GNU General Public License, version 2 with the GNU Classpath Exception"},
        {"BSD-3-Clause", "EDL 1\\.0|Eclipse Distribution License.*|BSD 3-Clause.*"},
        {"BSD-2-Clause", "BSD 2-Clause.*"},
        // The text of Bouncy Castle's license is the MIT license.
        {"MIT", "(The )?MIT License|Bouncy Castle Licen[cs]e"},
        {"CC0-1.0", "Public Domain, per Creative Commons CC0"},
    };
    for (String[] each : spellings) {
        known.put(Pattern.compile(each[1], Pattern.CASE_INSENSITIVE), each[0]);
    }
    return known;
}

static ObjectNode library(String purl, String name, String version, String spdx) {
    return setLicense(
            JSON.createObjectNode().put("type", "library").put("bom-ref", purl).put("name", name).put("version", version).put("purl", purl), spdx);
}

static ObjectNode runtime(Path context) throws IOException {
    var release = new Properties();
    try (var in = Files.newInputStream(context.resolve("runtime/release"))) {
        release.load(in);
    }
    String java = release.getProperty("JAVA_VERSION").replace("\"", "");
    return library("pkg:generic/openjdk-runtime@" + java, "openjdk-runtime", java, CLASSPATH_EXCEPTION);
}

/**
 * The packages from which images/rootfs copied files, as recorded by that script. The license here is the license of
 * the copied files, not of the whole package.
 */
static List<ObjectNode> basePackages(Path base) throws IOException {
    Path status = base.resolve("var/lib/dpkg/status.d");
    if (!Files.isDirectory(status)) {
        throw new IllegalStateException(base + " has no list of packages: build the images first, on a Debian base");
    }
    var system = new Properties();
    try (var in = Files.newInputStream(base.resolve("etc/os-release"))) {
        system.load(in);
    }
    String distribution = "debian-" + system.getProperty("VERSION_ID", "unknown").replace("\"", "");
    var packages = new ArrayList<ObjectNode>();
    try (Stream<Path> files = Files.list(status)) {
        for (Path file : files.sorted().toList()) {
            String name = field(file, "Package");
            String license = BASE_LICENSES.get(name);
            if (license == null) {
                throw new IllegalStateException("the image contains files of " + name + ", whose license is not accepted yet: review it, and add it in scripts/Sbom.java");
            }
            String version = field(file, "Version");
            String purl = DEBIAN + name + "@" + version.replace("+", "%2B") + "?arch=" + field(file, "Architecture") + "&distro=" + distribution;
            packages.add(library(purl, name, version, license));
        }
    }
    return packages;
}

static String field(Path status, String name) throws IOException {
    try (Stream<String> lines = Files.lines(status)) {
        return lines.filter(line -> line.startsWith(name + ": ")).findFirst().orElseThrow().substring(name.length() + 2);
    }
}

/** The files that were copied from the base image, with their paths in the image. */
static List<ObjectNode> baseFiles(Path base) throws Exception {
    var found = new ArrayList<ObjectNode>();
    for (String folder : new String[] {"lib", "lib64", "etc"}) {
        if (Files.isDirectory(base.resolve(folder))) {
            try (Stream<Path> files = Files.walk(base.resolve(folder))) {
                // Docker adds empty files to etc, which are not part of the image.
                for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && file.toFile().length() > 0).sorted().toList()) {
                    ObjectNode component = JSON.createObjectNode().put("type", "file").put("name", "/" + base.relativize(file));
                    setHash(component, file);
                    found.add(component);
                }
            }
        }
    }
    return found;
}

/**
 * The plugin's graph, limited to components in the image. The root is the image, with the application, the runtime and
 * the packages of the base.
 */
static ArrayNode dependencies(JsonNode graph, Set<String> left, String part, JsonNode application, JsonNode runtime, List<ObjectNode> base) {
    var edges = new TreeMap<String, List<String>>();
    graph.forEach(node -> {
        var on = new ArrayList<String>();
        node.path("dependsOn").forEach(to -> on.add(to.asText()));
        edges.put(node.path("ref").asText(), on);
    });
    List<String> libraries = base.stream().map(each -> each.path("bom-ref").asText()).toList();
    String java = runtime.path("bom-ref").asText();
    ArrayNode all = JSON.createArrayNode();
    var held = new ArrayList<>(List.of(application.path("bom-ref").asText(), java));
    held.addAll(libraries);
    add(all, image(part), held);
    add(all, java, libraries);
    edges.keySet().stream().filter(ref -> !left.contains(ref)).forEach(ref -> {
        var reached = new LinkedHashSet<String>();
        reach(ref, edges, left, reached, new HashSet<>());
        add(all, ref, reached);
    });
    return all;
}

/**
 * The components of the image behind an edge. A dependency that is not in the image is replaced by its own
 * dependencies.
 */
static void reach(String from, Map<String, List<String>> edges, Set<String> left, Set<String> reached, Set<String> seen) {
    for (String to : edges.getOrDefault(from, List.of())) {
        if (!left.contains(to)) {
            reached.add(to);
        } else if (seen.add(to)) {
            reach(to, edges, left, reached, seen);
        }
    }
}

static void add(ArrayNode all, String ref, Iterable<String> on) {
    ArrayNode targets = all.addObject().put("ref", ref).putArray("dependsOn");
    on.forEach(targets::add);
}

/**
 * Omits our own components. The page has no versions of the base image, because that image is rebuilt every few weeks.
 */
static Optional<Row> row(JsonNode component) {
    String group = component.path("group").asText();
    boolean ofBase = component.path("purl").asText().startsWith(DEBIAN);
    return group.equals("dev.rolesanywhere")
            ? Optional.empty()
            : Optional.of(new Row(group, component.path("name").asText(), ofBase ? "" : component.path("version").asText(), ofBase));
}

static String page(Map<String, TreeMap<Row, TreeSet<String>>> byLicense) {
    var page = new StringBuilder("""
            # Licenses

            The third-party components in the images, by license (SPDX). `make sbom` writes this page from the images. The build fails
            on a license that is not in the list of accepted licenses, and when this page is out of date.
            """);
    byLicense.forEach((license, rows) -> {
        page.append("\n## ").append(license).append("\n\n| component | version | image |\n| --- | --- | --- |\n");
        rows.forEach((row, parts) -> page.append("| %s | %s | %s |%n".formatted(
                (row.group().isEmpty() ? "" : row.group() + ":") + row.name(),
                row.ofBaseImage() ? "of the base image; the SBOM says which" : row.version(),
                String.join(", ", parts))));
    });
    return page.toString();
}
