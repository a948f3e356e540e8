import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes one jar of a program and its libraries, the same bytes each time: {@code java -cp "LIB-FOLDER/*" OneJar.java OUT MAIN-CLASS
 * PROGRAM.jar LIB-FOLDER}.
 * Services of several jars stand one below the other; each library's license and notice are kept under its name.
 */
void main(String[] arguments) throws IOException {
    Path out = Path.of(arguments[0]);
    Map<String, byte[]> entries = new TreeMap<>();
    ByteArrayOutputStream manifest = new ByteArrayOutputStream();
    manifest.writeBytes("Manifest-Version: 1.0\nMain-Class: %s\nMulti-Release: true\n\n".formatted(arguments[1]).getBytes());
    List<Path> jars;
    try (Stream<Path> libraries = Files.list(Path.of(arguments[3]))) {
        jars = Stream.concat(Stream.of(Path.of(arguments[2])), libraries.filter(path -> path.toString().endsWith(".jar")).sorted())
                .toList();
    }
    for (Path jar : jars) {
        take(jar, entries);
    }
    for (String text : List.of("LICENSE", "NOTICE")) {
        entries.put("META-INF/" + text, Files.readAllBytes(Path.of("..", "..", text)));
    }
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out));
            ZipOutputStream zip = new ZipOutputStream(file)) {
        write(zip, "META-INF/MANIFEST.MF", manifest.toByteArray());
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            write(zip, entry.getKey(), entry.getValue());
        }
    }
}

void take(Path jar, Map<String, byte[]> entries) throws IOException {
    String library = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
            String name = entry.getName();
            if (name.endsWith("module-info.class") || name.matches("META-INF/([^/]+\\.(SF|DSA|RSA|EC)|MANIFEST\\.MF|INDEX\\.LIST)")) {
                continue;
            }
            byte[] bytes = zip.getInputStream(entry).readAllBytes();
            if (name.matches("META-INF/(LICENSE|NOTICE)[^/]*")) {
                entries.put("META-INF/licenses/%s/%s".formatted(library, name.substring("META-INF/".length())), bytes);
            } else if (name.startsWith("META-INF/services/")) {
                entries.merge(name, bytes, (first, second) -> below(first, second));
            } else {
                entries.putIfAbsent(name, name.endsWith(".class") && isOld(bytes) ? current(bytes) : bytes);
            }
        }
    }
}

/** The AOT cache takes no classes of before Java 6, which picocli's are. */
boolean isOld(byte[] type) {
    return ((type[6] & 0xff) << 8 | type[7] & 0xff) < ClassFile.JAVA_6_VERSION;
}

/** The same class in the form of Java 8, which differs by its stack maps. */
byte[] current(byte[] type) {
    ClassFile file = ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())));
    ClassTransform version = (builder, element) -> {
        if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
        } else {
            builder.with(element);
        }
    };
    return file.transformClass(
            file.parse(type), version.andThen(ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element))));
}

byte[] below(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
}

void write(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
}
