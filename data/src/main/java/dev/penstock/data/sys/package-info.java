/// The ports to the world: clock, randomness, disk and threads.
///
/// Everything below `engine` reaches the world through these interfaces only, so that a test can put a simulated
/// world in their place and let a seed decide when the clock moves, which write tears and where the process dies.
@NullMarked
package dev.penstock.data.sys;

import org.jspecify.annotations.NullMarked;
