package dev.rolesanywhere.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.rolesanywhere.emulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    /** Above all not the client: signing and verifying must not share a bug. */
    @ArchTest
    static final ArchRule only_the_jdk_and_jackson = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.emulator..", "java..", "javax..", "com.fasterxml.jackson..", "org.jspecify..");

    @ArchTest
    static final ArchRule verification_knows_no_sockets = noClasses()
            .that()
            .resideInAPackage("dev.rolesanywhere.emulator.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "javax.net..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Socket.class, ServerSocket.class);

    @ArchTest
    static final ArchRule time_comes_from_the_clock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now");
}
