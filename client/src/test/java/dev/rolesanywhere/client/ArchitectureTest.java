package dev.rolesanywhere.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.rolesanywhere.client", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule uses_the_jdk_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.client..",
                    "java..",
                    // HMAC for SigV4; TLS loads its classes in any case.
                    "javax.crypto..",
                    "javax.net.ssl..",
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
}
