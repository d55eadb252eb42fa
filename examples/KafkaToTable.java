import dev.penstock.Session;
import dev.penstock.StreamingQueryException;

/// Reads the topic `events` and keeps its records in table `streamingTable`, each exactly once, as they arrive.
///
/// Arguments: the brokers (`localhost:9092`) and the topic (`events`), when they are others. Give the option `checkpointLocation` as well, and the
/// program goes on where it was when it is started again.
public final class KafkaToTable {
    private KafkaToTable() {}

    public static void main(String[] args) throws StreamingQueryException {
        var servers = args.length > 0 ? args[0] : "localhost:9092";
        var topic = args.length > 1 ? args[1] : "events";
        var session = Session.builder().appName("KafkaToTable").getOrCreate();

        var events = session.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", servers)
                .option("subscribe", topic)
                .load();

        events.selectExpr("CAST(key AS STRING)", "CAST(value AS STRING)")
                .writeStream()
                .outputMode("append")
                .format("memory")
                .queryName("streamingTable")
                .start()
                .awaitTermination();
    }
}
