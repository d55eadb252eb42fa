package dev.penstock.broker;

import java.util.List;
import org.apache.kafka.common.utils.Exit;

/// Keeps a broker that runs inside another program from talking over it, and from ending it.
final class Quiet {
    private Quiet() {}

    /// Turns off the loggers of Kafka's server, where `slf4j-simple` is the provider and nobody has set them;
    /// has to be called before Kafka's classes are loaded. A broker that fails for good throws instead of ending the process.
    static void kafka() {
        for (var logger : List.of("kafka", "state.change.logger", "org.apache.kafka",
                "com.yammer")) {
            var property = "org.slf4j.simpleLogger.log." + logger;
            if (System.getProperty(property) == null) {
                System.setProperty(property, "off");
            }
        }
        Exit.setExitProcedure(Quiet::refuse);
        Exit.setHaltProcedure(Quiet::refuse);
    }

    private static void refuse(int status, @org.jspecify.annotations.Nullable String message) {
        throw new IllegalStateException("the local Kafka broker failed with status " + status
                + (message == null ? "" : ": " + message));
    }
}
