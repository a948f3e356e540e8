package dev.rolesanywhere.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** The rules of every module. A module's own architecture test includes them and adds its dependencies. */
public final class HouseRules {
    private static final DescribedPredicate<JavaClass> GIVES_THE_CLOCK =
            DescribedPredicate.describe("give the process its clock", type -> type.getSimpleName()
                    .matches("Main|Rehearsal|ProcessBasics|SystemClock|EmulatorSettings"));

    private HouseRules() {}

    @ArchTest
    public static final ArchRule packages_have_no_cycles =
            slices().matching("dev.rolesanywhere.*.(*)..").should().beFreeOfCycles();

    @ArchTest
    public static final ArchRule time_comes_from_a_clock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    public static final ArchRule the_clock_is_injected = noClasses()
            .that(DescribedPredicate.not(GIVES_THE_CLOCK))
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    public static final ArchRule nothing_is_printed =
            noClasses().that().doNotHaveSimpleName("Main").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    public static final ArchRule there_is_no_second_way_of_logging = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    public static final ArchRule there_is_no_package_of_leftovers = classes()
            .should()
            .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..impl..", "..manager..");

    /** In packages without the annotation, the build checks no nulls. */
    @ArchTest
    public static final ArchRule packages_are_null_marked = classes()
            .should(new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked, type.getPackageName() + " needs a package-info.java with @NullMarked"));
                }
            });
}
