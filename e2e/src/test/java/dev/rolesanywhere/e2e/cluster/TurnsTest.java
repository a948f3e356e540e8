package dev.rolesanywhere.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each class that Failsafe runs must declare what may run in parallel: without a declaration it would run in parallel
 * with all.
 */
class TurnsTest {
    private static final List<JavaClass> CLASSES = new ClassFileImporter()
            .importPackages("dev.rolesanywhere.e2e").stream()
                    .filter(type -> type.getSimpleName().matches(".+(IT|E2E)"))
                    .toList();

    @Test
    void each_scenario_declares_once_which_scenarios_may_run_in_parallel() {
        assertThat(CLASSES).hasSizeGreaterThan(35).allSatisfy(type -> assertThat(
                        Stream.of(InTurn.class, Beside.class, Alone.class).filter(type::isAnnotatedWith))
                .as("%s needs one of @InTurn, @Beside and @Alone: choose @InTurn when in doubt", type.getName())
                .hasSize(1));
    }

    @Test
    void a_scenario_that_scales_or_stops_a_part_runs_alone_or_on_a_separate_cluster() {
        assertThat(CLASSES)
                .filteredOn(TurnsTest::stopsAPart)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(type -> assertThat(type.isAnnotatedWith(Alone.class) || startsACluster(type))
                        .as(type.getName())
                        .isTrue());
    }

    private static boolean stopsAPart(JavaClass type) {
        return calls(type)
                .anyMatch(call -> call.getTargetOwner()
                                .getName()
                                .matches("dev\\.rolesanywhere\\.e2e\\.scenario\\.(Operator|Webhook)")
                        || call.getName().equals("stopApiServer")
                        || call.getName().equals("faults"));
    }

    private static boolean startsACluster(JavaClass type) {
        return calls(type)
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Cluster.class)
                        && call.getName().equals("start"));
    }

    private static Stream<JavaMethodCall> calls(JavaClass type) {
        return type.getMethodCallsFromSelf().stream();
    }
}
