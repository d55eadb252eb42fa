import static dev.penstock.Functions.col;
import static dev.penstock.Functions.count;

import dev.penstock.Session;
import dev.penstock.StreamingQueryException;
import java.util.HashMap;
import java.util.Map;

/// Counts the records of a topic by key, and hands the counts that changed to the program's own code, epoch by epoch.
///
/// After a crash the last epochs come again under the same numbers. A program with effects of its own keeps the number of the last epoch that
/// it has done beside them; here that is a field.
public final class CountsPerKey {
    private static final Map<String, Long> COUNTS = new HashMap<>();
    private static long lastEpoch = -1;

    private CountsPerKey() {}

    public static void main(String[] args) throws StreamingQueryException {
        var servers = args.length > 0 ? args[0] : "localhost:9092";
        var topic = args.length > 1 ? args[1] : "events";
        var session = Session.builder().appName("CountsPerKey").getOrCreate();

        session.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", servers)
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .load()
                .groupBy(col("key").cast("string").as("key"))
                .agg(count("*").as("n"))
                .writeStream()
                .outputMode("update")
                .foreachBatch((changed, epoch) -> {
                    if (epoch <= lastEpoch) {
                        return;
                    }
                    for (var row : changed.collectAsList()) {
                        COUNTS.put(String.valueOf(row.getString(0)), row.getLong(1));
                    }
                    lastEpoch = epoch;
                    System.out.println("epoch " + epoch + ": " + COUNTS);
                })
                .start()
                .awaitTermination();
    }
}
