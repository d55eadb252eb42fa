/// How soon the command answers, how soon a stream gives its first row, and how much memory that takes. Start at `StartupBenchmark`.
@NullMarked
package dev.penstock.bench.startup;

import org.jspecify.annotations.NullMarked;
