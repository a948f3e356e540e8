package dev.rolesanywhere.authorities;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.rolesanywhere.authorities", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule uses_pki_the_aws_sdk_and_the_sanitizer_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.security..",
                    "javax.net.ssl..",
                    "org.jspecify..",
                    "software.amazon.awssdk..",
                    "dev.rolesanywhere.client.text..",
                    "dev.rolesanywhere.pki..",
                    "dev.rolesanywhere.authorities..");

    @ArchTest
    static final ArchRule no_kind_of_authority_knows_another = slices().matching("dev.rolesanywhere.authorities.(*)..")
            .that(DescribedPredicate.describe(
                    "are a kind of authority", slice -> !slice.getNamePart(1).equals("aws")))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule only_what_is_in_aws_knows_its_sdk = noClasses()
            .that()
            .resideInAnyPackage("..pkcs11..", "..certmanager..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk..", "..authorities.aws..");
}
