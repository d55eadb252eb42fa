package dev.penstock.bench.peers;

import java.lang.management.ManagementFactory;

/** Prints what a job has done, as the jobs of Penstock do: {@code ROWS rows wallNanos cpuNanos}, {@code ITERATION rows wallNanos cpuNanos}. */
public final class Meter {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Meter() {}

    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    public static void rows(long rows) {
        print("ROWS " + rows + " " + System.nanoTime() + " " + cpuNanos());
    }

    public static void iteration(long rows, long wallNanos, long cpuNanos) {
        print("ITERATION " + rows + " " + wallNanos + " " + cpuNanos);
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
