package dev.rolesanywhere.authorities;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.rolesanywhere.authorities", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule uses_pki_and_the_aws_sdk_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.security..",
                    "javax.net.ssl..",
                    "org.jspecify..",
                    "software.amazon.awssdk..",
                    "dev.rolesanywhere.pki..",
                    "dev.rolesanywhere.authorities..");

    @ArchTest
    static final ArchRule no_kind_of_authority_knows_another = noClasses()
            .that()
            .resideInAPackage("..pkcs11..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk..", "..awskms..", "..acmpca..");

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule nothing_is_printed =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
