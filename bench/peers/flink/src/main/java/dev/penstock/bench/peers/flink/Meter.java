package dev.penstock.bench.peers.flink;

import java.lang.management.ManagementFactory;

/** Prints what a job has done, as the jobs of Penstock do: {@code ROWS rows wallNanos cpuNanos}, {@code ITERATION rows wallNanos cpuNanos}. */
final class Meter {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Meter() {}

    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    static void rows(long rows) {
        print("ROWS " + rows + " " + System.nanoTime() + " " + cpuNanos());
    }

    static void iteration(long rows, long wallNanos, long cpuNanos) {
        print("ITERATION " + rows + " " + wallNanos + " " + cpuNanos);
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
