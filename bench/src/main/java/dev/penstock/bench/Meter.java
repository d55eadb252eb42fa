package dev.penstock.bench;

import java.lang.management.ManagementFactory;

/// Prints, from within a job under test, how many rows it has done, at which time, with how much processor time.
///
/// A line is `ROWS rows wallNanos cpuNanos`; `ITERATION` has the same numbers for a whole run.
public final class Meter {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM = (com.sun.management.OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private Meter() {}

    /// The processor time of this process, of all its threads, in nanoseconds.
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /// Tells that `rows` have been done since the start.
    public static void rows(long rows) {
        print("ROWS " + rows + " " + System.nanoTime() + " " + cpuNanos());
    }

    /// Tells that a run over `rows` took so long.
    public static void iteration(long rows, long wallNanos, long cpuNanos) {
        print("ITERATION " + rows + " " + wallNanos + " " + cpuNanos);
    }

    /// Prints a line for the driver.
    public static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
