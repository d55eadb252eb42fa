/// What tests share: a small seeded generator, simulated ports, and real servers to test against. Never on a user's class path.
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
