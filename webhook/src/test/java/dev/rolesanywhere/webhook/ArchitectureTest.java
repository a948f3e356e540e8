package dev.rolesanywhere.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.rolesanywhere.webhook", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule arrows_between_packages = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("admission")
            .definedBy("..webhook.admission..")
            .layer("injection")
            .definedBy("..webhook.injection..")
            .layer("settings")
            .definedBy("..webhook.settings..")
            .layer("binding")
            .definedBy("..webhook.binding..")
            .layer("limits")
            .definedBy("..webhook.limits..")
            .whereLayer("admission")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("injection")
            .mayOnlyBeAccessedByLayers("admission")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("admission", "injection")
            .whereLayer("binding")
            .mayOnlyBeAccessedByLayers("admission", "injection")
            .whereLayer("limits")
            .mayOnlyBeAccessedByLayers("admission", "binding");

    @ArchTest
    static final ArchRule of_the_project_only_crds_and_the_sanitizer_are_used = noClasses()
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.rolesanywhere.client..")
                    .and(DescribedPredicate.not(
                            JavaClass.Predicates.resideInAPackage("dev.rolesanywhere.client.text.."))))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.pki..",
                    "dev.rolesanywhere.authorities..",
                    "dev.rolesanywhere.operator..",
                    "dev.rolesanywhere.sidecar..",
                    "dev.rolesanywhere.emulator..");

    @ArchTest
    static final ArchRule foreign_text_is_sanitized_in_one_place = noClasses()
            .that()
            .doNotHaveSimpleName("Shown")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("UntrustedText");

    @ArchTest
    static final ArchRule the_decision_and_the_patch_have_no_effects = classes()
            .that()
            .resideInAnyPackage("..webhook.injection..", "..webhook.settings..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.webhook.injection..",
                    "dev.rolesanywhere.webhook.settings..",
                    "dev.rolesanywhere.webhook.binding..",
                    "dev.rolesanywhere.crds..",
                    "dev.rolesanywhere.client.text..",
                    "com.fasterxml.jackson..",
                    "org.jspecify..",
                    "java.lang..",
                    "java.math..",
                    "java.util..");
}
