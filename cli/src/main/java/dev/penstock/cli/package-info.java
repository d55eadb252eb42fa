/// The `penstock` command: a shell and scripts in SQL, pipelines that go on where they were, and a demonstration.
///
/// Each command is a class; [dev.penstock.cli.Main] lists them.
@NullMarked
package dev.penstock.cli;

import org.jspecify.annotations.NullMarked;
