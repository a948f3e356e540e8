package dev.rolesanywhere.node.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The kernel's own answers, in a network namespace that each test has for itself. */
@EnabledIf("mayHaveItsOwnNetwork")
class NodeAddressTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    static boolean mayHaveItsOwnNetwork() throws IOException, InterruptedException {
        return run("", "true").exit() == 0;
    }

    @Test
    void the_node_has_the_address_on_a_separate_link() throws Exception {
        Ran ran = run("169.254.170.23", "cat /proc/net/fib_trie; cat /proc/net/route");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output())
                .contains("link rolesanywhere0 has the address 169.254.170.23", "/32 host LOCAL")
                // In the main table, as the kernel prints it: the address from its end, and the mask.
                .containsPattern("rolesanywhere0\t17AAFEA9\t00000000\t0005\t.*\tFFFFFFFF");
    }

    @Test
    void an_address_of_IPv6_is_given_in_the_same_way() throws Exception {
        Ran ran = run("fd00:ec2::23", "cat /proc/net/if_inet6");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output()).containsPattern("fd000ec2000000000000000000000023 .* rolesanywhere0");
    }

    @Test
    void existing_objects_stay() throws Exception {
        Ran ran =
                run("169.254.170.23", command("169.254.170.23") + " && ls /sys/class/net | wc -l; cat /proc/net/route");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output().split("17AAFEA9", -1)).as(ran.output()).hasSize(2);
    }

    @Test
    void a_container_without_the_capability_reports_the_missing_capability() throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set",
                        "-all",
                        "--inh-caps",
                        "-all",
                        "sh",
                        "-c",
                        command("169.254.170.23"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isOne();
        assertThat(output).contains("lacks the capability NET_ADMIN");
    }

    private record Ran(int exit, String output) {}

    /** Gives the address, then runs what follows, in a new network namespace. */
    private static Ran run(String address, String then) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "unshare", "--net", "sh", "-c", (address.isEmpty() ? "true" : command(address)) + " && " + then)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private static String command(String address) {
        return "ROLESANYWHERE_NODE_AGENT_ADDRESS=" + address + " '" + JAVA
                + "' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path")
                + "' dev.rolesanywhere.node.Main address";
    }
}
