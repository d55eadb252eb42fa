/// Plans as messages become plans as the engine knows them: relations, expressions and commands to `plan.spec`.
///
/// One file a message family; nothing is analysed here. Whatever the engine cannot do yet is named in the error.
/// Start reading at [dev.penstock.connect.server.plan.Plans].
@NullMarked
package dev.penstock.connect.server.plan;

import org.jspecify.annotations.NullMarked;
