import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Maven's local repository, where the POM of everything that was built with lies. */
static final Path REPOSITORY = Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));

/** As POMs spell them; what is not here has to be looked at by somebody before it is shipped. */
static final Map<Pattern, String> LICENCES = licences();

record Component(String purl, String group, String name, String version, String licence, String sha256) {}

/** What was copied from the base image, as it lies in the image. */
record BaseFile(String path, String sha256) {}

static final String GENERIC = "pkg:generic/";
static final String DEBIAN = "pkg:deb/debian/";

/**
 * Sbom OUTPUT PART...: writes OUTPUT/PART.cdx.json (CycloneDX 1.6) from the build context build/images/PART, that is from the jars and the
 * runtime which go into the image and the files of the base image that are in it, and docs/licences.md from all of them. With --check before OUTPUT the page is compared, not written.
 */
void main(String[] args) throws Exception {
    boolean check = args[0].equals("--check");
    Path output = Path.of(args[check ? 1 : 0]);
    Files.createDirectories(output);
    var byComponent = new TreeMap<Component, TreeSet<String>>(Comparator.comparing(Component::purl));
    for (String part : List.of(args).subList(check ? 2 : 1, args.length)) {
        List<Component> components = components(Path.of("build/images", part));
        List<BaseFile> files = baseFiles(Path.of("build/images", part, "base"));
        Files.writeString(output.resolve(part + ".cdx.json"), json(part, components, files));
        IO.println(output.resolve(part + ".cdx.json") + ": " + components.size() + " components, " + files.size() + " files of the base image");
        components.forEach(component -> byComponent.computeIfAbsent(component, c -> new TreeSet<>()).add(part));
    }
    var unknown = byComponent.keySet().stream().filter(component -> component.licence().startsWith("unknown")).toList();
    unknown.forEach(component -> System.err.println(component.purl() + ": " + component.licence()));
    String page = page(byComponent);
    Path licences = Path.of("docs/licences.md");
    if (!check) {
        Files.writeString(licences, page);
    } else if (!Files.readString(licences).equals(page)) {
        System.err.println("docs/licences.md is not what the images hold: run 'make sbom' and look at the difference.");
        System.exit(1);
    }
    System.exit(unknown.isEmpty() ? 0 : 1);
}

static List<Component> components(Path context) throws Exception {
    var components = new ArrayList<Component>();
    try (Stream<Path> files = Files.walk(context.resolve("app"))) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
            component(jar).ifPresent(components::add);
        }
    }
    var release = new Properties();
    try (var in = Files.newInputStream(context.resolve("runtime/release"))) {
        release.load(in);
    }
    String java = release.getProperty("JAVA_VERSION").replace("\"", "");
    components.add(new Component(GENERIC + "openjdk-runtime@" + java, "", "openjdk-runtime", java, "GPL-2.0-with-classpath-exception", ""));
    components.addAll(basePackages(context.resolve("base")));
    return components;
}

/** What images/rootfs.sh wrote down of the packages that it took files from. Their licence is that of the files, not of the whole package. */
static List<Component> basePackages(Path base) throws IOException {
    Path status = base.resolve("var/lib/dpkg/status.d");
    if (!Files.isDirectory(status)) {
        throw new IllegalStateException(base + " has no list of packages: build the images first, on a Debian base");
    }
    var system = new Properties();
    try (var in = Files.newInputStream(base.resolve("etc/os-release"))) {
        system.load(in);
    }
    String distribution = "debian-" + system.getProperty("VERSION_ID", "unknown").replace("\"", "");
    var packages = new ArrayList<Component>();
    try (Stream<Path> files = Files.list(status)) {
        for (Path file : files.sorted().toList()) {
            String name = field(file, "Package");
            if (!name.equals("libc6")) {
                throw new IllegalStateException("nobody has looked at the licence of " + name + ", of which there are files in the image");
            }
            String version = field(file, "Version");
            packages.add(new Component(
                    DEBIAN + name + "@" + version.replace("+", "%2B") + "?arch=" + field(file, "Architecture") + "&distro=" + distribution,
                    "",
                    name,
                    version,
                    "LGPL-2.1-or-later",
                    ""));
        }
    }
    return packages;
}

static String field(Path status, String name) throws IOException {
    try (Stream<String> lines = Files.lines(status)) {
        return lines.filter(line -> line.startsWith(name + ": ")).findFirst().orElseThrow().substring(name.length() + 2);
    }
}

static List<BaseFile> baseFiles(Path base) throws Exception {
    var found = new ArrayList<BaseFile>();
    for (String folder : new String[] {"lib", "lib64", "etc"}) {
        if (Files.isDirectory(base.resolve(folder))) {
            try (Stream<Path> files = Files.walk(base.resolve(folder))) {
                // Docker puts empty ones into etc, which are in no image.
                for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && file.toFile().length() > 0).sorted().toList()) {
                    found.add(new BaseFile("/" + base.relativize(file), sha256(file)));
                }
            }
        }
    }
    return found;
}

static String sha256(Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
}

/** Empty for our own jars, and for those that Quarkus wrote while building, which hold nothing of others. */
static Optional<Component> component(Path jar) throws Exception {
    String file = jar.getFileName().toString();
    if (file.matches("(generated|transformed)-bytecode\\.jar|quarkus-run\\.jar")) {
        return Optional.empty();
    }
    if (file.equals("sidecar.jar") || file.equals("client.jar") || file.startsWith("rolesanywhere-") || file.startsWith("dev.rolesanywhere.")) {
        return Optional.empty();
    }
    Path pom = pomOf(jar, file).orElseThrow(() -> new IllegalStateException("No POM in " + REPOSITORY + " fits " + jar + ": run a build first"));
    Path version = pom.getParent();
    String group = REPOSITORY.relativize(version.getParent().getParent()).toString().replace('/', '.');
    String name = version.getParent().getFileName().toString();
    String number = version.getFileName().toString();
    return Optional.of(new Component("pkg:maven/" + group + "/" + name + "@" + number, group, name, number, licence(pom), sha256(jar)));
}

/** Quarkus writes group.artifact-version.jar; elsewhere the jar says itself which artifact it is. */
static Optional<Path> pomOf(Path jar, String file) throws IOException {
    try (var open = new JarFile(jar.toFile())) {
        for (var entry : open.stream().filter(e -> e.getName().matches("META-INF/maven/.*/pom\\.properties")).toList()) {
            var properties = new Properties();
            properties.load(open.getInputStream(entry));
            Path pom = pom(properties.getProperty("groupId"), properties.getProperty("artifactId"), properties.getProperty("version"));
            if (file.contains(properties.getProperty("artifactId") + "-" + properties.getProperty("version")) && Files.exists(pom)) {
                return Optional.of(pom);
            }
        }
    }
    String stem = file.substring(0, file.length() - ".jar".length());
    for (int dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
        String coordinates = stem.substring(0, dash);
        for (int dot = coordinates.lastIndexOf('.'); dot > 0; dot = coordinates.lastIndexOf('.', dot - 1)) {
            // An artifact with a classifier has it behind its version.
            for (String version = stem.substring(dash + 1); !version.isEmpty(); version = version.contains("-") ? version.substring(0, version.lastIndexOf('-')) : "") {
                Path pom = pom(coordinates.substring(0, dot), coordinates.substring(dot + 1), version);
                if (Files.exists(pom)) {
                    return Optional.of(pom);
                }
            }
        }
    }
    return Optional.empty();
}

static Path pom(String group, String artifact, String version) {
    return REPOSITORY.resolve(group.replace('.', '/')).resolve(artifact).resolve(version).resolve(artifact + "-" + version + ".pom");
}

/** The POM's, else its parent's; joined with OR where there are several. */
static String licence(Path pom) throws Exception {
    Element project = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    Optional<Element> licences = child(project, "licenses");
    if (licences.isPresent()) {
        var names = new TreeSet<String>();
        for (Node node = licences.get().getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element licence) {
                names.add(spdx(child(licence, "name").map(Node::getTextContent).orElse("").strip()));
            }
        }
        return String.join(" OR ", names);
    }
    Optional<Element> parent = child(project, "parent");
    return parent.isEmpty()
            ? "unknown: its POM names none"
            : licence(pom(text(parent.get(), "groupId"), text(parent.get(), "artifactId"), text(parent.get(), "version")));
}

static String spdx(String name) {
    return LICENCES.entrySet().stream().filter(entry -> entry.getKey().matcher(name).matches()).map(Map.Entry::getValue).findFirst().orElse("unknown: " + name);
}

static Map<Pattern, String> licences() {
    var known = new java.util.LinkedHashMap<Pattern, String>();
    String[][] spellings = {
        {"Apache-2.0", "Apache-2\\.0|(The )?Apache (Software )?License,? ?(Version )?2\\.0|Apache License 2\\.0|The Apache License, Version 2\\.0|Apache 2(\\.0)?( License)?|ASL 2\\.0"},
        {"EPL-2.0", "EPL[- ]2\\.0|Eclipse Public License.*2\\.0"},
        {"EPL-1.0", "EPL[- ]1\\.0|Eclipse Public License.*1\\.0"},
        {"GPL-2.0-with-classpath-exception", "GPL2 w/ CPE|GPL-2\\.0-with-classpath-exception|GNU General Public License, version 2 with the GNU Classpath Exception"},
        {"BSD-3-Clause", "BSD-3-Clause|EDL 1\\.0|Eclipse Distribution License.*|BSD 3-Clause.*"},
        {"BSD-2-Clause", "BSD-2-Clause|BSD 2-Clause.*"},
        {"MIT", "MIT|(The )?MIT License"},
        {"MIT-0", "MIT-0"},
        {"MIT (Bouncy Castle)", "Bouncy Castle Licen[cs]e"},
        {"CC0-1.0", "CC0-1\\.0|Public Domain, per Creative Commons CC0"},
    };
    for (String[] each : spellings) {
        known.put(Pattern.compile(each[1], Pattern.CASE_INSENSITIVE), each[0]);
    }
    return known;
}

static Optional<Element> child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element element && element.getTagName().equals(name)) {
            return Optional.of(element);
        }
    }
    return Optional.empty();
}

static String text(Element parent, String name) {
    return child(parent, name).map(element -> element.getTextContent().strip()).orElse("");
}

static String json(String part, List<Component> components, List<BaseFile> files) {
    var lines = new ArrayList<String>();
    for (Component component : components) {
        lines.add("    {\"type\": \"library\", "
                + (component.group().isEmpty() ? "" : "\"group\": \"" + component.group() + "\", ")
                + "\"name\": \"" + component.name() + "\", \"version\": \"" + component.version() + "\", \"purl\": \"" + component.purl() + "\", "
                + (component.sha256().isEmpty() ? "" : "\"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"" + component.sha256() + "\"}], ")
                + "\"licenses\": [{\"license\": {\"name\": \"" + component.licence() + "\"}}]}");
    }
    for (BaseFile file : files) {
        lines.add("    {\"type\": \"file\", \"name\": \"" + file.path() + "\", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"" + file.sha256() + "\"}]}");
    }
    return """
            {
              "bomFormat": "CycloneDX",
              "specVersion": "1.6",
              "version": 1,
              "metadata": {"component": {"type": "container", "name": "roles-anywhere-%s"}},
              "components": [
            %s
              ]
            }
            """.formatted(part, String.join(",\n", lines));
}

/** A base image is built anew every few weeks: what the page says of it is not to change with the day. */
static String version(Component component) {
    return component.purl().startsWith(DEBIAN) ? "of the base image; the SBOM says which" : component.version();
}

static String page(Map<Component, TreeSet<String>> byComponent) {
    var page = new StringBuilder("""
            # Licences

            What of others is in the images, by licence. Written by `make sbom` from the jars and the runtime that go into them; the build
            fails on a licence that nobody has looked at, and when this page is not up to date.
            """);
    var byLicence = new TreeMap<String, List<String>>();
    byComponent.forEach((component, parts) -> byLicence
            .computeIfAbsent(component.licence(), l -> new ArrayList<>())
            .add("| " + (component.group().isEmpty() ? "" : component.group() + ":") + component.name() + " | " + version(component) + " | " + String.join(", ", parts) + " |"));
    byLicence.forEach((licence, rows) -> page.append("\n## ").append(licence).append("\n\n| component | version | image |\n| --- | --- | --- |\n").append(String.join("\n", rows)).append("\n"));
    return page.toString();
}
