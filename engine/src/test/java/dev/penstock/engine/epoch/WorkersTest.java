package dev.penstock.engine.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.sys.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Threads that queries share.
class WorkersTest {
    @Test
    void everyTaskRunsOnce() {
        try (var workers = new Workers(4, Threads.system())) {
            var runs = new AtomicInteger();
            var tasks = new ArrayList<Runnable>();
            for (int i = 0; i < 1000; i++) {
                tasks.add(runs::incrementAndGet);
            }
            workers.run(tasks);
            assertThat(runs).hasValue(1000);
        }
    }

    @Test
    void theErrorOfTheEarliestTaskIsReported() {
        try (var workers = new Workers(3, Threads.system())) {
            List<Runnable> tasks = List.of(() -> {
            }, () -> {
                throw new IllegalStateException("first");
            }, () -> {
                throw new IllegalStateException("second");
            });
            assertThatThrownBy(() -> workers.run(tasks)).hasMessage("first");
        }
    }

    @Test
    void aQueryDoesNotWaitForTheTasksOfAnother() throws InterruptedException {
        try (var workers = new Workers(2, Threads.system())) {
            // given a heavy query, whose thread and the only worker are busy, with more tasks waiting
            var busy = new CountDownLatch(2);
            var goOn = new CountDownLatch(1);
            Runnable heavy = () -> {
                busy.countDown();
                awaitQuietly(goOn);
            };
            var heavyDone = new CountDownLatch(1);
            Threads.system().start("heavy", () -> {
                workers.run(List.of(heavy, heavy, heavy, heavy));
                heavyDone.countDown();
            });
            busy.await();
            // when a light one has something to do
            var done = new AtomicInteger();
            workers.run(List.of(done::incrementAndGet, done::incrementAndGet));
            // then it is done before the heavy one
            assertThat(done).hasValue(2);
            assertThat(heavyDone.getCount()).isEqualTo(1);
            goOn.countDown();
            heavyDone.await();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
