package dev.penstock.cli;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.StructVector;
import dev.penstock.data.Values;
import dev.penstock.data.csv.CsvOptions;
import dev.penstock.data.csv.CsvWriter;
import dev.penstock.data.json.JsonOptions;
import dev.penstock.data.json.JsonWriter;
import dev.penstock.data.text.TableText;
import dev.penstock.engine.session.Result;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// Prints the rows of a result for people (a table) or for programs (CSV with a header, or one JSON object a line).
final class ResultPrinter {
    /// A form of printing.
    enum Format {
        TABLE, CSV, JSON
    }

    /// The columns of what EXPLAIN gives.
    private static final List<String> PLAN = List.of("plan");

    private final Format format;
    private final int maxRows;
    private final PrintWriter out;

    /// At most `maxRows` rows of a table are shown; the other formats always give all.
    ResultPrinter(Format format, int maxRows, PrintWriter out) {
        this.format = format;
        this.maxRows = maxRows;
        this.out = out;
    }

    /// Prints nothing for a result without columns: a command that has nothing to say.
    void print(Result result, ZoneId zone) {
        if (result.schema().size() == 0) {
            return;
        }
        switch (format) {
            case TABLE -> printForPeople(result, zone);
            case CSV -> printCsv(result, zone);
            case JSON -> printJson(result, zone);
        }
        out.flush();
    }

    private void printForPeople(Result result, ZoneId zone) {
        if (result.schema().names().equals(PLAN)) {
            printLines(result);
        } else {
            printTable(result, zone);
        }
    }

    /// A plan is text over several lines, which a frame around it would make one.
    private void printLines(Result result) {
        for (var batch : result.batches()) {
            for (int i = 0; i < batch.count(); i++) {
                out.print(Values.get(batch.columns()[0], DataType.STRING, batch.rows().at(i)));
            }
        }
    }

    private void printTable(Result result, ZoneId zone) {
        var table = new TableText(result.schema(), zone, maxRows);
        result.batches().forEach(table::add);
        out.print(table.render(0));
    }

    private void printCsv(Result result, ZoneId zone) {
        var writer = new CsvWriter(result.schema(), CsvOptions.of(Map.of(), zone));
        var line = new ByteBuilder();
        writer.writeHeader(line);
        println(line);
        for (var batch : result.batches()) {
            for (int i = 0; i < batch.count(); i++) {
                writer.write(batch.columns(), batch.rows().at(i), line);
                println(line);
            }
        }
    }

    private void printJson(Result result, ZoneId zone) {
        var writer = new JsonWriter(result.schema().asStruct(),
                JsonOptions.of(Map.of("ignoreNullFields", "false"), zone));
        var line = new ByteBuilder();
        for (var batch : result.batches()) {
            var rows = new StructVector(batch.size(), batch.columns());
            for (int i = 0; i < batch.count(); i++) {
                writer.write(rows, batch.rows().at(i), line);
                println(line);
            }
        }
    }

    private void println(ByteBuilder line) {
        out.println(new String(line.array(), 0, line.size(), StandardCharsets.UTF_8));
        line.clear();
    }
}
