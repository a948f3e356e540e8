package dev.rolesanywhere.pki;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;
import java.security.Security;

@AnalyzeClasses(packages = "dev.rolesanywhere.pki", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule uses_the_jdk_bouncy_castle_and_the_sanitizer_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.security..",
                    "org.bouncycastle..",
                    "org.jspecify..",
                    "dev.rolesanywhere.client.pem..",
                    "dev.rolesanywhere.client.text..",
                    "dev.rolesanywhere.pki..");

    @ArchTest
    static final ArchRule the_policy_knows_no_authority_and_no_keys = noClasses()
            .that()
            .resideInAPackage("..issuance..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..authority..", "..key..", "..serving..", "org.bouncycastle..");

    @ArchTest
    static final ArchRule workload_and_serving_authorities_know_nothing_of_each_other = noClasses()
            .that()
            .resideInAPackage("..serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..authority..", "..leaf..", "..issuance..");

    @ArchTest
    static final ArchRule no_provider_is_registered =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Security.class);
}
