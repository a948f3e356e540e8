package dev.rolesanywhere.sidecar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.rolesanywhere.sidecar", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** The contract's constants are copied by the compiler, so that nothing of crds may be left here. */
    @ArchTest
    static final ArchRule uses_the_jdk_and_the_client_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.sidecar..",
                    "dev.rolesanywhere.client..",
                    "java..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule loads_nothing_large = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..",
                    "com.sun.net.httpserver..",
                    "java.util.regex..",
                    "java.util.stream..",
                    "java.util.logging..");

    @ArchTest
    static final ArchRule takes_the_time_from_a_clock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule prints_in_main_only = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule has_no_cycles = SlicesRuleDefinition.slices()
            .matching("dev.rolesanywhere.sidecar.(*)..")
            .should()
            .beFreeOfCycles();
}
