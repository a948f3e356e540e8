import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The sources of this run's tests: the file name without .java, by the build's own conventions. */
static final String EVERY_TEST = ".*(Test|IT|E2E)";

/**
 * Summary [--complete] [--expect=REGEX] [--module=MODULE]: adds up Surefire's and Failsafe's reports, and names each test that failed or
 * did not run, and why. A test class that has a source but no report is named, too: a class can vanish from the reports, for example
 * where a method with {@code @BeforeAll} aborts, or where the build stopped before its module.
 *
 * <p>--expect says which classes had to run (a regular expression for the simple name; the default is every test). Fails where a test
 * failed or a class has no report, and with --complete where a test was skipped that the product itself needs.
 */
void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    String expected = option(options, "--expect=", EVERY_TEST);
    String module = option(options, "--module=", "*");
    var failed = new ArrayList<String>();
    var skipped = new ArrayList<String>();
    var ran = new TreeSet<String>();
    int tests = 0;
    for (Path report : files(module, "target/*-reports/TEST-*.xml")) {
        var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
        NodeList cases = root.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            var test = (Element) cases.item(i);
            String className = test.getAttribute("classname");
            String name = name(className, test.getAttribute("name"));
            // The file has the full name; ArchUnit's and jqwik's cases have the simple one.
            ran.add(report.getFileName().toString().replaceFirst("^TEST-", "").replaceFirst("(\\$.*)?\\.xml$", ""));
            tests++;
            if (test.getElementsByTagName("skipped").getLength() > 0) {
                skipped.add(name + ": " + reason((Element) test.getElementsByTagName("skipped").item(0)));
            } else if (test.getElementsByTagName("failure").getLength() + test.getElementsByTagName("error").getLength() > 0) {
                failed.add(name);
            }
        }
    }
    List<String> silent = silent(module, Pattern.compile(expected), ran);
    list("Failed", failed);
    list("Not run", skipped);
    list("No report: these classes did not run, and nothing says why. See the build's output", silent);
    System.out.printf(
            "%n%d passed, %d failed, %d skipped%s%n",
            tests - failed.size() - skipped.size(),
            failed.size(),
            skipped.size(),
            silent.isEmpty() ? "" : ", " + silent.size() + " classes without a report");
    // Tools of others that a machine may lack: AWS's helper, SoftHSM, moto. A cluster scenario must have run.
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

private static String reason(Element skipped) {
    return (skipped.getAttribute("message") + " " + skipped.getTextContent())
            .strip()
            .lines()
            .findFirst()
            .orElse("no reason given")
            .replaceFirst(".*Assumption failed: ", "")
            .replaceFirst(".* ==> ", "");
}

/** From the sources, not the compiled classes: those may be older than a deleted source, or missing where compiling failed. */
private static List<String> silent(String module, Pattern expected, Set<String> ran) throws IOException {
    var silent = new ArrayList<String>();
    for (Path source : files(module, "src/test/java/**.java")) {
        String simple = source.getFileName().toString().replace(".java", "");
        if (!simple.matches(EVERY_TEST) || !expected.matcher(simple).matches()) {
            continue;
        }
        String path = source.toString().replace('\\', '/').replaceFirst(".*src/test/java/", "");
        String className = path.replace(".java", "").replace('/', '.');
        if (!ran.contains(className) && !Files.readString(source).contains("abstract class " + simple)) {
            silent.add(className);
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
