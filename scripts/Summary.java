import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The sources of this run's tests: the file name without .java, by the build's own conventions. */
static final String EVERY_TEST = ".*(Test|IT|E2E)";

/** Characters of a failure that the summary shows. */
static final int MESSAGE = 300;

/**
 * Summary [--complete] [--expect=REGEX] [--module=MODULE]: adds up the reports of Surefire and Failsafe, and lists each
 * test that failed or did not run, with the reason. Also lists each test class with a source but without a report.
 * Reports can be missing, for example if a method with {@code @BeforeAll} aborts, or if Maven skipped the module
 * because a module that it depends on failed.
 *
 * <p>--expect selects the classes that must run (a regular expression for the simple name; the default is every test).
 * Fails if a test failed or a class has no report. With --complete, also fails if a test was skipped that does not
 * depend on third-party tools.
 */
void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    String expected = option(options, "--expect=", EVERY_TEST);
    String module = option(options, "--module=", "*");
    var failed = new ArrayList<String>();
    var skipped = new ArrayList<String>();
    var ran = new TreeSet<String>();
    var failedModules = new TreeSet<String>();
    int tests = 0;
    for (Path report : files(module, "target/*-reports/TEST-*.xml")) {
        var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
        NodeList cases = root.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            var test = (Element) cases.item(i);
            String className = test.getAttribute("classname");
            String name = name(className, test.getAttribute("name"));
            // The file has the full name; ArchUnit's and jqwik's cases have the simple one. If classes run in parallel,
            // the file of a class may contain results of other classes too.
            ran.add(className.replaceFirst("\\$.*", ""));
            ran.add(report.getFileName().toString().replaceFirst("^TEST-", "").replaceFirst("(\\$.*)?\\.xml$", ""));
            tests++;
            if (test.getElementsByTagName("skipped").getLength() > 0) {
                skipped.add(name + ": " + reason((Element) test.getElementsByTagName("skipped").item(0)));
            } else if (test.getElementsByTagName("failure").getLength() + test.getElementsByTagName("error").getLength() > 0) {
                failed.add(name + ": " + problem(test));
                failedModules.add(report.getName(0).toString());
            }
        }
    }
    List<Silent> silent = silent(module, Pattern.compile(expected), ran);
    var stopped = new ArrayList<String>();
    var unexplained = new ArrayList<String>();
    for (Silent one : silent) {
        cause(one, failedModules, silent, ran)
                .ifPresentOrElse(
                        cause -> stopped.add(one.className() + ": not run because module " + cause + " before it"),
                        () -> unexplained.add(one.className()));
    }
    list("Failed", failed);
    list("Not run", skipped);
    list("Not run after a failure", stopped);
    list("No report: these classes did not run, for an unknown reason. See the build's output", unexplained);
    System.out.printf(
            "%n%d passed, %d failed, %d skipped%s%n",
            tests - failed.size() - skipped.size(),
            failed.size(),
            skipped.size(),
            silent.isEmpty() ? "" : ", " + silent.size() + " classes without a report");
    // Third-party tools that a machine may lack: AWS's helper, SoftHSM, moto. A cluster scenario is never optional.
    long allowed = skipped.stream().filter(s -> s.contains(": Not run: ")).count();
    boolean incomplete = options.contains("--complete") && skipped.size() > allowed;
    if (tests == 0 || !failed.isEmpty() || !silent.isEmpty() || incomplete) {
        System.exit(1);
    }
}

private static String option(List<String> options, String name, String otherwise) {
    return options.stream()
            .filter(option -> option.startsWith(name) && option.length() > name.length())
            .map(option -> option.substring(name.length()))
            .findFirst()
            .orElse(otherwise);
}

/** A class that was skipped as a whole is one test case without a name. */
private static String name(String className, String test) {
    String simple = className.replaceFirst(".*\\.", "");
    return test.isEmpty() || test.equals(className) || test.equals(simple) ? simple + " (all of it)" : simple + " > " + test;
}

/** The first line of the failure, because a CI may show only the end of the output. */
private static String problem(Element failed) {
    Node cause = Stream.of("failure", "error")
            .map(failed::getElementsByTagName)
            .filter(found -> found.getLength() > 0)
            .findFirst()
            .orElseThrow()
            .item(0);
    String line = cause.getTextContent().strip().lines().filter(each -> !each.isBlank()).findFirst().orElse("no message");
    return line.length() > MESSAGE ? line.substring(0, MESSAGE) + "…" : line;
}

private static String reason(Element skipped) {
    return (skipped.getAttribute("message") + " " + skipped.getTextContent())
            .strip()
            .lines()
            .findFirst()
            .orElse("no reason given")
            .replaceFirst(".*Assumption failed: ", "")
            .replaceFirst(".* ==> ", "");
}

/** A test class with a source but without a report. */
private record Silent(String module, String className) {}

/**
 * The module because of which Maven did not run this class, and its problem. For an *IT or *E2E this may be its own
 * module, if unit tests failed there. Otherwise it is the first dependency in which a test failed. If no test failed,
 * it is a dependency that did not run at all, as after a compile error.
 */
private static Optional<String> cause(Silent one, Set<String> failedModules, List<Silent> silent, Set<String> ran) throws Exception {
    if (failedModules.contains(one.module()) && !one.className().endsWith("Test")) {
        return Optional.of(one.module() + " failed");
    }
    Set<String> needed = needed(one.module());
    Optional<String> failed = needed.stream().filter(failedModules::contains).findFirst().map(module -> module + " failed");
    return failed.or(() ->
            needed.stream().filter(module -> vanished(module, silent, ran)).findFirst().map(module -> module + " did not run"));
}

/** Whether the module has test classes, all without a report. */
private static boolean vanished(String module, List<Silent> silent, Set<String> ran) {
    String inModule = "dev.rolesanywhere." + module + ".";
    return silent.stream().anyMatch(other -> other.module().equals(module)) && ran.stream().noneMatch(name -> name.startsWith(inModule));
}

/** The modules that this module depends on, in build order. */
private static Set<String> needed(String module) throws Exception {
    var needed = new LinkedHashSet<String>();
    var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of(module, "pom.xml").toFile());
    NodeList dependencies = pom.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
        var dependency = (Element) dependencies.item(i);
        if (text(dependency, "groupId").equals("dev.rolesanywhere")) {
            String name = text(dependency, "artifactId").replaceFirst("^rolesanywhere-", "");
            needed.addAll(needed(name));
            needed.add(name);
        }
    }
    return needed;
}

private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
}

/** Reads the sources. Compiled classes may belong to deleted sources, or may be missing after a compile error. */
private static List<Silent> silent(String module, Pattern expected, Set<String> ran) throws IOException {
    var silent = new ArrayList<Silent>();
    for (Path source : files(module, "src/test/java/**.java")) {
        String simple = source.getFileName().toString().replace(".java", "");
        if (!simple.matches(EVERY_TEST) || !expected.matcher(simple).matches()) {
            continue;
        }
        String path = source.toString().replace('\\', '/').replaceFirst(".*src/test/java/", "");
        String className = path.replace(".java", "").replace('/', '.');
        if (!ran.contains(className) && !Files.readString(source).contains("abstract class " + simple)) {
            silent.add(new Silent(source.getName(0).toString(), className));
        }
    }
    return silent;
}

private static List<Path> files(String module, String glob) throws IOException {
    Path here = Path.of("");
    var matcher = here.getFileSystem().getPathMatcher("glob:" + module + "/" + glob);
    var found = new ArrayList<Path>();
    try (Stream<Path> modules = Files.list(here)) {
        for (Path folder : modules.filter(it -> Files.exists(it.resolve("pom.xml"))).toList()) {
            for (String inside : List.of("src/test/java", "target")) {
                if (Files.isDirectory(folder.resolve(inside))) {
                    try (Stream<Path> all = Files.walk(folder.resolve(inside), inside.equals("target") ? 2 : 20)) {
                        all.filter(matcher::matches).forEach(found::add);
                    }
                }
            }
        }
    }
    return found.stream().sorted().toList();
}

private static void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
        System.out.printf("%n%s:%n", title);
        lines.forEach(line -> System.out.println("  " + line));
    }
}
