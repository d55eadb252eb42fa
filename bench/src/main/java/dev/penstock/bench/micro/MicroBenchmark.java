package dev.penstock.bench.micro;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the JMH benchmarks of this package.
public final class MicroBenchmark implements Benchmark {
    @Override
    public String name() {
        return "micro";
    }

    @Override
    public String summary() {
        return "JMH: vectors, expressions, aggregation, JSON, the fixed cost of an epoch";
    }

    @Override
    public String help() {
        return """
                JMH benchmarks of the parts, each in a process of its own: average time of an operation. An operation is one batch of 4096 rows, or
                one epoch of one row for EpochCosts. --only REGEX runs those whose name matches, e.g. --only Aggregation.

                After ./penstock bench has built it once, JMH's own command line is at hand too:
                  java -cp 'bench/target/lib/*' org.openjdk.jmh.Main -h""";
    }

    @Override
    public void run(Setting setting) throws Exception {
        var seconds = TimeValue.seconds(1);
        var options = new OptionsBuilder()
                .include("dev\\.penstock\\.bench\\.micro\\..*" + setting.only())
                .forks(1).warmupIterations(setting.quick() ? 2 : 4).warmupTime(seconds)
                .measurementIterations(setting.quick() ? 2 : 5)
                .measurementTime(seconds).verbosity(VerboseMode.SILENT).shouldFailOnError(true)
                .jvmArgsAppend("-Xmx1g", "--sun-misc-unsafe-memory-access=allow").build();
        setting.report().progress("JMH, some minutes");
        var table = new Table("JMH", "us an operation", "+-", "million rows/s");
        for (var result : new Runner(options).run()) {
            var primary = result.getPrimaryResult();
            var name = result.getParams().getBenchmark().replaceFirst(".*\\.micro\\.", "");
            var parameters = result.getParams().getParamsKeys().stream()
                    .map(result.getParams()::getParam).toList();
            double micros = primary.getScore();
            boolean epoch = name.startsWith("EpochCosts");
            table.row(name + (parameters.isEmpty() ? "" : " " + parameters), Report.number(micros),
                    Report.number(primary.getScoreError()),
                    epoch ? "-" : Report.number(4096 / micros));
        }
        setting.report().table(table);
    }

}
