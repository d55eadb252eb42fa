package dev.penstock.bench;

/// One comparison that `./penstock bench NAME` runs.
public interface Benchmark {
    String name();

    /// One line for the list.
    String summary();

    /// What is measured and how, for `--help`.
    String help();

    /// Measures, and prints to [Setting#report]. Runs on one thread, for minutes.
    ///
    /// @throws Exception when a job fails; its message says where the job's log is
    void run(Setting setting) throws Exception;
}
