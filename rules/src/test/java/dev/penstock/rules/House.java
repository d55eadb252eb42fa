package dev.penstock.rules;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The classes of the house without their tests, read once.
final class House {
    static {
        // What lies outside the house is known by its name; to read it all takes ten times as long.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.penstock");

    private House() {}
}
