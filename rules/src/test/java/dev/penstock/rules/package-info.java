/// The house's own lint: what may import what, where the world may be touched, how long a method may grow.
package dev.penstock.rules;
