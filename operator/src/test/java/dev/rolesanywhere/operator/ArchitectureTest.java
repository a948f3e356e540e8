package dev.rolesanywhere.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolesanywhere.architecture.HouseRules;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.rolesanywhere.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);

    private static final DescribedPredicate<JavaClass> DECISIONS = DescribedPredicate.describe(
            "decisions, findings and the facts that they rest on",
            type -> type.getSimpleName().matches(".*(Decision|Findings|Facts|Choice|Fence|Step|Egress)"));

    @ArchTest
    static final ArchRule of_this_project_only_crds_pki_authorities_and_client_are_used = classes()
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.describe(
                    "are of crds, pki, authorities and client, or of others",
                    type -> !type.getPackageName().startsWith("dev.rolesanywhere.")
                            || type.getPackageName()
                                    .matches("dev\\.rolesanywhere\\.(operator|crds|pki|authorities|client)(\\..*)?")));

    /** An ARN is only a name, so reading one calls no service. */
    @ArchTest
    static final ArchRule only_for_itself_it_calls_aws_for_sessions = noClasses()
            .that()
            .resideOutsideOfPackages("..probe..", "..ownsession..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.client",
                    "dev.rolesanywhere.client.endpoint..",
                    "dev.rolesanywhere.client.json..",
                    "dev.rolesanywhere.client.session..",
                    "dev.rolesanywhere.client.signing..",
                    "dev.rolesanywhere.client.transport..");

    @ArchTest
    static final ArchRule issuing_knows_no_http = noClasses()
            .that()
            .resideInAnyPackage(
                    "..issuance..",
                    "..caller..",
                    "..authority..",
                    "..external..",
                    "..rotation..",
                    "..ownobjects..",
                    "..trustanchor..",
                    "..role..",
                    "..binding..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "..endpoint..");

    @ArchTest
    static final ArchRule only_the_endpoint_knows_the_server = noClasses()
            .that()
            .resideOutsideOfPackage("..endpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    /** A separate loop would need a separate guard against exceptions. */
    @ArchTest
    static final ArchRule every_loop_is_a_periodic = noClasses()
            .that()
            .resideOutsideOfPackage("..schedule..")
            .should()
            // Netty's event loops have this type, too.
            .dependOnClassesThat(assignableTo(ScheduledExecutorService.class).and(not(resideInAPackage("io.netty.."))));

    @ArchTest
    static final ArchRule decisions_ask_nobody = noClasses()
            .that(DECISIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "jakarta..", "org.jboss..");

    @ArchTest
    static final ArchRule workload_and_serving_authorities_know_nothing_of_each_other = noClasses()
            .that()
            .resideInAPackage("..servingtls..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.operator.authority..",
                    "dev.rolesanywhere.operator.external..",
                    "dev.rolesanywhere.operator.trustanchor..",
                    "dev.rolesanywhere.pki.authority..",
                    "dev.rolesanywhere.pki.leaf..");

    @ArchTest
    static final ArchRule issuing_and_the_own_session_depend_on_no_reconciler = noClasses()
            .that()
            .resideInAnyPackage(
                    "..issuance..",
                    "..caller..",
                    "..slots..",
                    "..authority..",
                    "..external..",
                    "..rotation..",
                    "..ownobjects..",
                    "..ownsession..",
                    "..probe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rolesanywhere.operator.trustanchor..",
                    "dev.rolesanywhere.operator.role..",
                    "dev.rolesanywhere.operator.binding..",
                    "io.javaoperatorsdk..");

    @ArchTest
    static final ArchRule own_objects_know_only_the_settings = arrows("ownobjects", "settings");

    @ArchTest
    static final ArchRule rotation_knows_only_the_objects_that_it_reads = arrows("rotation", "ownobjects");

    @ArchTest
    static final ArchRule external_authorities_know_rotation_and_the_way_to_aws =
            arrows("external", "rotation", "ownobjects", "purpose", "egress", "settings");

    @ArchTest
    static final ArchRule the_authority_that_signs_knows_rotation_and_external_ones =
            arrows("authority", "external", "rotation", "ownobjects", "purpose", "inventory", "settings");

    @ArchTest
    static final ArchRule serving_tls_knows_no_workload_authority =
            arrows("servingtls", "schedule", "ownobjects", "events", "settings");

    @ArchTest
    static final ArchRule nothing_knows_the_trust_anchors_reconciler = noClasses()
            .that()
            .resideOutsideOfPackage("dev.rolesanywhere.operator.trustanchor")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rolesanywhere.operator.trustanchor");

    /** Every arrow that leaves a package of the operator for another one. */
    private static ArchRule arrows(String from, String... to) {
        Set<String> allowed = Stream.concat(Stream.of(from), Arrays.stream(to))
                .map("dev.rolesanywhere.operator."::concat)
                .collect(Collectors.toSet());
        return classes()
                .that()
                .resideInAPackage("dev.rolesanywhere.operator." + from)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are of " + String.join(", ", to) + " or not of the operator",
                        type -> !type.getPackageName().startsWith("dev.rolesanywhere.operator")
                                || allowed.contains(type.getPackageName())));
    }
}
