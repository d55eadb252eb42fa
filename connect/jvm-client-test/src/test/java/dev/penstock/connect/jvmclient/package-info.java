/// The JVM client that Apache publishes, unmodified, against `penstock server` in a process of its own.
///
/// Nothing of ours is on the class path here but these tests: client and server have classes of the same names. Start reading at
/// [dev.penstock.connect.jvmclient.JvmClientTest].
@NullMarked
package dev.penstock.connect.jvmclient;

import org.jspecify.annotations.NullMarked;
