package dev.penstock.cli;

import dev.penstock.Penstock;
import dev.penstock.StreamingQueryException;
import dev.penstock.broker.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `penstock demo`: a real Kafka broker, live events, the program of the introduction and a running count, in one process.
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Starts a real Kafka broker on this machine, sends it live events, and runs two streaming queries over them:",
        "the program of the introduction (Kafka to a transactional table) and a running count per key.",
        "SQL on the tables answers while they change; the last lines say whether a row was lost or came twice."})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--seconds", paramLabel = "N", description = "How long to run. Default: until Ctrl-C.")
    private long seconds = Long.MAX_VALUE;

    @Option(names = "--rate", paramLabel = "N", description = "Events a second. Default: ${DEFAULT-VALUE}.")
    private int rate = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, StreamingQueryException {
        var out = spec.commandLine().getOut();
        var directory = Files.createTempDirectory("penstock-demo");
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stopAndWait(stop, stopped), "penstock-stop"));
        out.println("Starting a Kafka broker ...");
        try (var broker = LocalBroker.start(directory); var penstock = Penstock.open()) {
            var demo = new Demo(broker, penstock, rate, out);
            demo.start();
            for (long second = 0; second < seconds && !stop.await(1, TimeUnit.SECONDS); second++) {
                demo.show();
            }
            return demo.finish();
        } finally {
            delete(directory);
            out.flush();
            stopped.countDown();
        }
    }

    private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            boolean clean = stopped.await(20, TimeUnit.SECONDS);
            assert clean : "the demonstration ends within seconds";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of the demonstration cannot be removed",
                    e);
        }
    }
}
