package dev.penstock.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.junit.jupiter.api.Test;

/// The arrows of the house: who may import whom.
class ImportDirectionTest {
    private static final String[] SPECS = {"dev.penstock.plan.spec.."};

    @Test
    void modulesImportOnlyWhatTheDesignAllows() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("data").definedBy("dev.penstock.data..")
                .layer("plan").definedBy("dev.penstock.plan..")
                .layer("store").definedBy("dev.penstock.store..")
                .layer("flow").definedBy("dev.penstock.flow..")
                .layer("io").definedBy("dev.penstock.io..")
                .layer("engine").definedBy("dev.penstock", "dev.penstock.engine..")
                .layer("kafka").definedBy("dev.penstock.kafka..")
                .layer("files").definedBy("dev.penstock.files..")
                .layer("wire").definedBy("dev.penstock.connect.wire..")
                .layer("server").definedBy("dev.penstock.connect.server..")
                .layer("client").definedBy("dev.penstock.connect.client..")
                .layer("cli").definedBy("dev.penstock.cli..")
                .whereLayer("data").mayNotAccessAnyLayer()
                .whereLayer("plan").mayOnlyAccessLayers("data")
                .whereLayer("store").mayOnlyAccessLayers("data")
                .whereLayer("flow").mayOnlyAccessLayers("plan", "store", "data")
                .whereLayer("io").mayOnlyAccessLayers("data")
                .whereLayer("engine").mayOnlyAccessLayers("data", "plan", "store", "flow", "io")
                .whereLayer("kafka").mayOnlyAccessLayers("io", "data")
                .whereLayer("files").mayOnlyAccessLayers("io", "data")
                .whereLayer("wire").mayOnlyAccessLayers("data")
                .whereLayer("server").mayOnlyAccessLayers("wire", "engine", "plan", "data")
                .whereLayer("client").mayOnlyAccessLayers("wire", "engine", "plan", "data")
                .check(House.CLASSES);
    }

    @Test
    void onlyLoweringSeesBothTheAlgebraAndTheOperators() {
        noClasses().that().resideInAnyPackage("dev.penstock.flow.operator..")
                .should().dependOnClassesThat().resideInAnyPackage("dev.penstock.plan.logical..")
                .check(House.CLASSES);
    }

    @Test
    void executionKnowsNothingOfWhatTheUserSaid() {
        noClasses().that()
                .resideInAnyPackage("dev.penstock.flow.kernel..", "dev.penstock.flow.operator..",
                        "dev.penstock.store..")
                .should().dependOnClassesThat().resideInAnyPackage(SPECS)
                .check(House.CLASSES);
    }

    @Test
    void onlyConnectKnowsItsMessages() {
        noClasses().that().resideOutsideOfPackages("dev.penstock.connect..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark.connect..", "io.grpc..",
                        "com.google.protobuf..", "org.apache.arrow..")
                .check(House.CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.penstock.(*).(*)..").should().beFreeOfCycles().check(House.CLASSES);
    }
}
