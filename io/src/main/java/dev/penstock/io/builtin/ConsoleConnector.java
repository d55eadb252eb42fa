package dev.penstock.io.builtin;

import dev.penstock.data.Batch;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.data.text.TableText;
import dev.penstock.io.Connector;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `console`: prints each epoch as a table to the standard output, as Spark does.
///
/// For people. It keeps nothing, so an epoch that is done again after a restart is printed again.
public final class ConsoleConnector implements Connector {
    private static final List<String> NAMES = List.of("numRows", "truncate", "timeZone");
    private static final String LINE = "-------------------------------------------\n";
    private final @Nullable PrintStream out;

    /// Prints to the standard output.
    public ConsoleConnector() {
        out = null;
    }

    /// Prints to `out`.
    public ConsoleConnector(PrintStream out) {
        this.out = out;
    }

    @Override
    public String format() {
        return "console";
    }

    @Override
    public Sink sink(SinkRequest request) {
        var options = request.options();
        options.requireKnown(NAMES);
        var zone = options.find("timeZone").map(DateTimeText::zone).orElse(ZoneId.systemDefault());
        if (zone == null) {
            throw options.invalid("timeZone", "there is no such time zone");
        }
        int rows = (int) Math.min(Integer.MAX_VALUE, options.getLong("numRows", 20, 0));
        return new Printer(out == null ? standardOut() : out, rows,
                options.getBoolean("truncate", true) ? 20 : 0, zone);
    }

    private static PrintStream standardOut() {
        return System.out;
    }

    private static final class Printer implements Sink {
        private final PrintStream out;
        private final int rows;
        private final int truncate;
        private final ZoneId zone;
        private @Nullable Start start;
        private @Nullable TableText table;

        Printer(PrintStream out, int rows, int truncate, ZoneId zone) {
            this.out = out;
            this.rows = rows;
            this.truncate = truncate;
            this.zone = zone;
        }

        @Override
        public void open(Start begun) {
            start = begun;
        }

        @Override
        public long lastEpoch() {
            return -1;
        }

        private TableText table() {
            if (table == null) {
                table = new TableText(java.util.Objects.requireNonNull(start).schema(), zone, rows);
            }
            return table;
        }

        @Override
        public void write(long epoch, Batch changes) {
            table().add(changes);
        }

        @Override
        public void commit(long epoch) {
            out.print(LINE + "Batch: " + epoch + "\n" + LINE + table().render(truncate) + "\n");
            out.flush();
            table = null;
        }

        @Override
        public String settle(long epoch) {
            return "";
        }

        @Override
        public String description() {
            return "org.apache.spark.sql.execution.streaming.ConsoleTable$";
        }

        @Override
        public void close() {}
    }
}
