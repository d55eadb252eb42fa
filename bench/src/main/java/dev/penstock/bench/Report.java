package dev.penstock.bench;

import java.io.PrintStream;
import java.util.Locale;

/// Where results go: to standard output, and into a text that can be saved. Progress goes to standard error only.
public final class Report {
    private final PrintStream out;
    private final PrintStream err;
    private final StringBuilder text = new StringBuilder();

    public Report(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// A line of the results.
    public void say(String line) {
        out.println(line);
        text.append(line).append('\n');
    }

    /// A table of the results, with an empty line after it.
    public void table(Table table) {
        say(table.render());
    }

    /// What goes on; not a result.
    public void progress(String line) {
        err.println("  ... " + line);
    }

    /// All results so far.
    public String text() {
        return text.toString();
    }

    /// A whole number with separators.
    public static String count(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    /// A number with as many digits as matter.
    public static String number(double number) {
        double size = Math.abs(number);
        var format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, number);
    }

    /// How many times `of` goes into `number`: `2.5x`.
    public static String ratio(double number, double of) {
        return of == 0 ? "-" : number(number / of) + "x";
    }
}
