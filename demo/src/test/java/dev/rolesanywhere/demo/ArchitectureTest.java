package dev.rolesanywhere.demo;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.rolesanywhere.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.rolesanywhere.demo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house_rules = ArchTests.in(HouseRules.class);
}
