package dev.rolesanywhere.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;
import dev.rolesanywhere.sidecar.refresh.VolumeMirror;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;

@AnalyzeClasses(packages = "dev.rolesanywhere.node", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    /** The contract's constants are copied by the compiler, so that nothing of crds may be left here. */
    @ArchTest
    static final ArchRule uses_the_jdk_the_client_and_the_sidecars_parts_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.node..",
                    "dev.rolesanywhere.sidecar..",
                    "dev.rolesanywhere.client..",
                    "java..",
                    "org.jspecify.annotations..");

    /** The sidecar's code for the volume that it shares with the pod's containers. */
    @ArchTest
    static final ArchRule has_no_volume = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(CredentialsVolume.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(VolumeMirror.class);

    @ArchTest
    static final ArchRule verifying_decides_and_calls_nobody = classes()
            .that()
            .resideInAPackage("dev.rolesanywhere.node.token..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.node.token..",
                    "dev.rolesanywhere.client.json..",
                    "java.lang..",
                    "java.math..",
                    "java.util..",
                    "java.time..",
                    "java.nio.charset..",
                    "java.security..",
                    "java.io..",
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
