package dev.rolesanywhere.crds.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapUpkeepTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void without_the_serial_collector_nothing_is_collected() {
        List<String> collections = new ArrayList<>();
        new HeapUpkeep(null, () -> collections.add("full")).look();
        assertThat(collections).isEmpty();
    }

    /** A JVM with the collector of the images. */
    @Test
    void the_serial_collector_has_the_memory_of_old_objects_and_gets_back_their_garbage() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmn4m",
                        "-Xms8m",
                        "-Xmx128m",
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=20",
                        "-XX:-ShrinkHeapInSteps",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Garbage.class.getName())
                .redirectErrorStream(true)
                .start();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        java.getInputStream().transferTo(printed);
        assertThat(java.waitFor()).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("less than before: true");
    }

    /** Fills the memory of old objects, and lets them go. */
    static final class Garbage {
        private Garbage() {}

        public static void main(String[] arguments) {
            List<byte[]> kept = new ArrayList<>();
            for (int each = 0; each < 60; each++) {
                kept.add(new byte[MIB]);
            }
            kept.clear();
            long before = Runtime.getRuntime().totalMemory();
            new HeapUpkeep().look();
            System.out.println("less than before: " + (Runtime.getRuntime().totalMemory() < before - 40L * MIB));
        }
    }
}
