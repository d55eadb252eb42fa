/// From what the user said to what it means: names, types, coercion. Every error of the user is found here.
@NullMarked
package dev.penstock.plan.bind;

import org.jspecify.annotations.NullMarked;
