import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The heading in a module's README above the explained changes. */
static final String HEADING = "## Changes that no test can notice";

/**
 * Mutations MODULE...: prints the results of PIT from MODULE/target/pit-reports/mutations.xml. Lists each change that
 * no test noticed; changes in places that the module's README explains are listed separately. Also lists each change
 * that was counted as noticed only because a test took too long: such a change may loop forever, or the machine was too
 * busy.
 *
 * <p>Fails if a module has no report, or if no test noticed a change in a place that the README does not explain.
 */
void main(String[] modules) throws Exception {
    boolean complete = true;
    for (String module : modules) {
        Path report = Path.of(module, "target", "pit-reports", "mutations.xml");
        if (!Files.exists(report)) {
            System.out.printf("%n%s: no report. See the output of Maven above%n", module);
            complete = false;
            continue;
        }
        complete &= summarize(module, changes(report), explained(Path.of(module, "README.md")));
    }
    if (!complete) {
        System.exit(1);
    }
}

/** One change of the code. The place is Class.method, as in the README. */
private record Change(String status, String place, String line, String what) {
    boolean noticed() {
        return !status.equals("SURVIVED") && !status.equals("NO_COVERAGE");
    }

    @Override
    public String toString() {
        return place + " (line " + line + "): " + what;
    }
}

private static boolean summarize(String module, List<Change> all, TreeSet<String> explained) {
    List<Change> run = all.stream().filter(it -> !it.status().equals("NO_COVERAGE")).toList();
    List<Change> noticed = run.stream().filter(Change::noticed).toList();
    List<Change> late = with("TIMED_OUT", all);
    List<Change> silent = with("SURVIVED", all);
    List<Change> unexplained = silent.stream().filter(it -> !explained.contains(it.place())).toList();
    System.out.printf(
            "%n%s: %d changes, %d of them in code that the tests run. Tests noticed %d: test strength %s, or %s without the %d that took too long%n",
            module,
            all.size(),
            run.size(),
            noticed.size(),
            percent(noticed.size(), run.size()),
            percent(noticed.size() - late.size(), run.size()),
            late.size());
    list("Took too long. Run these classes again alone, to see whether they loop forever", late);
    list("Not noticed, and not explained in " + module + "/README.md", unexplained);
    list(
            "Not noticed, in a place that " + module + "/README.md explains: compare the change",
            silent.stream().filter(it -> explained.contains(it.place())).toList());
    var unrun = new TreeSet<String>();
    with("NO_COVERAGE", all).forEach(it -> unrun.add(it.place()));
    if (!unrun.isEmpty()) {
        System.out.printf("  Not run by these tests: %s%n", String.join(", ", unrun));
    }
    return unexplained.isEmpty();
}

private static List<Change> with(String status, List<Change> all) {
    return all.stream().filter(it -> it.status().equals(status)).toList();
}

private static String percent(int part, int whole) {
    return whole == 0 ? "-" : "%.1f %%".formatted(100.0 * part / whole);
}

private static void list(String title, List<Change> changes) {
    if (!changes.isEmpty()) {
        System.out.printf("  %s:%n", title);
        changes.forEach(it -> System.out.println("    " + it));
    }
}

private static List<Change> changes(Path report) throws Exception {
    var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
    NodeList found = root.getElementsByTagName("mutation");
    var changes = new ArrayList<Change>();
    for (int i = 0; i < found.getLength(); i++) {
        var each = (Element) found.item(i);
        changes.add(new Change(
                each.getAttribute("status"),
                place(text(each, "mutatedClass"), text(each, "mutatedMethod")),
                text(each, "lineNumber"),
                text(each, "description")));
    }
    return changes;
}

/** A lambda belongs to its method. A constructor has the name of its class. */
private static String place(String className, String method) {
    String simple = className.replaceFirst(".*\\.", "").replaceAll("\\$\\d+", "").replace('$', '.');
    String name = method.replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1");
    return name.equals("<init>") || name.equals("new") ? simple : simple + "." + name;
}

/** The places in the first column of the table. */
private static TreeSet<String> explained(Path readme) throws IOException {
    var places = new TreeSet<String>();
    if (!Files.exists(readme)) {
        return places;
    }
    String section = Files.readString(readme).replaceFirst("(?s).*?(" + HEADING + "|\\z)", "").replaceFirst("(?s)\n## .*", "");
    for (String row : section.lines().filter(line -> line.startsWith("|")).toList()) {
        Matcher code = Pattern.compile("`([^`]+)`").matcher(row.split("\\|")[1]);
        while (code.find()) {
            places.add(code.group(1));
        }
    }
    return places;
}

private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
}
