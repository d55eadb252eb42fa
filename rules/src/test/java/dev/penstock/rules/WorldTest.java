package dev.penstock.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Time, chance, threads and files come through the ports in `dev.penstock.data.sys`, so that the whole engine can be simulated.
class WorldTest {
    private static final String[] SIMULABLE = {"dev.penstock", "dev.penstock.data",
            "dev.penstock.data.text..",
            "dev.penstock.data.json..",
            "dev.penstock.data.csv..", "dev.penstock.plan..", "dev.penstock.store..",
            "dev.penstock.flow..", "dev.penstock.engine.."};

    @Test
    void timeAndChanceAreInjected() {
        noClasses().that().resideInAnyPackage(SIMULABLE)
                .should().callMethod(Instant.class, "now")
                .orShould().callMethod(LocalDate.class, "now")
                .orShould().callMethod(LocalDateTime.class, "now")
                .orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(Clock.class, "systemUTC")
                .orShould().callMethod(UUID.class, "randomUUID")
                .orShould().callMethod(ThreadLocalRandom.class, "current")
                .orShould().callConstructor(Random.class)
                .because("World.clock() and World.randomness() are there for that")
                .check(House.CLASSES);
    }

    @Test
    void threadsAndFilesAreInjected() {
        noClasses().that().resideInAnyPackage(SIMULABLE)
                .should().dependOnClassesThat().areAssignableTo(Files.class)
                .orShould().callMethod(Thread.class, "start")
                .orShould().callMethod(Thread.class, "ofPlatform")
                .orShould().callMethod(Thread.class, "ofVirtual")
                .orShould().callMethod(Thread.class, "sleep", long.class)
                .because("World.threads(), World.clock() and World.disk() are there for that")
                .check(House.CLASSES);
    }
}
